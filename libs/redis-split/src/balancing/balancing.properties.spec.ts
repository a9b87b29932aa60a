import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NodeLoad, typicalLatencyMs } from './load.ts';
import { pickNode, pickOfTwo } from './pick.ts';

const SLOW_START_MS = 200;

/** Numbers between 0 and 1, the same for the same seed: mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Server {
  /** How long it works on one read; it works on one at a time. */
  readonly serviceMs: number;
  /** How long an answer is on its way. */
  readonly delayMs: number;
}

/** Servers behind a balancer, and callers who each send the next read when the last was answered. */
class Simulation {
  readonly nodes: { readonly server: Server; readonly load: NodeLoad; sent: number; freeAtMs: number }[];
  readonly #random: () => number;
  readonly #due: { atMs: number; end: () => void }[] = [];
  #nowMs = 0;

  constructor(seed: number, servers: readonly Server[], callers: number) {
    this.#random = randomFrom(seed);
    this.nodes = servers.map((server) => {
      const load = new NodeLoad({ slowStartMs: SLOW_START_MS, random: this.#random });
      return { server, load, sent: 0, freeAtMs: 0 };
    });
    for (let i = 0; i < callers; i++) this.#send();
  }

  run(forMs: number): void {
    const untilMs = this.#nowMs + forMs;
    for (;;) {
      const next = this.#due[0];
      if (!next || next.atMs > untilMs) break;
      this.#due.shift();
      this.#nowMs = next.atMs;
      next.end();
      this.#send();
    }
    this.#nowMs = untilMs;
  }

  /** What a client does when a node is connected anew. */
  reconnect(index: number): void {
    const loads = this.nodes.map(({ load }) => load);
    loads[index]?.reset(this.#nowMs, typicalLatencyMs(loads, this.#nowMs));
  }

  /** The shares of all reads since this was asked last. */
  shares(): number[] {
    const all = this.nodes.reduce((sum, { sent }) => sum + sent, 0);
    return this.nodes.map((node) => {
      const share = node.sent / all;
      node.sent = 0;
      return share;
    });
  }

  #send(): void {
    const node = pickNode([this.nodes], this.#nowMs, this.#random);
    if (!node) throw new Error('Expected a node');
    const { server, load } = node;
    const stamp = load.begin(this.#nowMs);
    node.sent++;
    // No two reads take exactly the same.
    node.freeAtMs = Math.max(this.#nowMs, node.freeAtMs) + server.serviceMs * (0.5 + this.#random());
    const atMs = node.freeAtMs + server.delayMs;
    const later = this.#due.findIndex((due) => due.atMs > atMs);
    this.#due.splice(later < 0 ? this.#due.length : later, 0, { atMs, end: () => load.end(stamp, atMs) });
  }
}

const seeds = fc.integer();

describe('two of many', () => {
  it('are different ones, and only they are looked at', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 50 }), seeds, (count, seed) => {
        const random = randomFrom(seed);
        const candidates = Array.from({ length: count }, (_, i) => i);
        for (let i = 0; i < 50; i++) {
          const looked: number[] = [];
          const picked = pickOfTwo(candidates, (each) => looked.push(each), 0, random);

          expect(new Set(looked).size).toBe(2);
          expect(looked).toHaveLength(2);
          expect(looked).toContain(picked);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('are drawn evenly: chi-square of the picks among equals', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), seeds, (count, seed) => {
        const random = randomFrom(seed);
        const candidates = Array.from({ length: count }, (_, i) => i);
        const picks = candidates.map(() => 0);
        const each = 500;
        for (let i = 0; i < count * each; i++) {
          const picked = pickOfTwo(candidates, () => 1, 0, random) ?? NaN;
          picks[picked] = (picks[picked] ?? 0) + 1;
        }
        const chiSquare = picks.reduce((sum, observed) => sum + (observed - each) ** 2 / each, 0);

        expect(chiSquare).toBeLessThan(almostNeverExceeded(count - 1));
      }),
      { numRuns: 50 },
    );
  });
});

/** Chi-square that chance exceeds once in a thousand million times: Wilson and Hilferty's approximation at six deviations. */
function almostNeverExceeded(degreesOfFreedom: number): number {
  const ninth = 2 / (9 * degreesOfFreedom);
  return degreesOfFreedom * (1 - ninth + 6 * Math.sqrt(ninth)) ** 3;
}

describe('reads of many callers', () => {
  const counts = fc.integer({ min: 2, max: 6 });
  const callers = fc.integer({ min: 16, max: 40 });
  const delays = fc.constantFrom(0.2, 2);
  const fewRuns = { numRuns: 10 };

  it('are shared evenly by equal servers', () => {
    fc.assert(
      fc.property(counts, callers, delays, seeds, (count, many, delayMs, seed) => {
        const simulation = new Simulation(seed, equal(count, delayMs), many);
        simulation.run(500 * delayMs);

        for (const share of simulation.shares()) expect(Math.abs(share * count - 1)).toBeLessThan(0.35);
      }),
      fewRuns,
    );
  });

  it('hardly meet a server that is slow', () => {
    fc.assert(
      fc.property(counts, callers, seeds, (count, many, seed) => {
        const [, ...fast] = equal(count, 0.2);
        const simulation = new Simulation(seed, [{ serviceMs: 0.05, delayMs: 20 }, ...fast], many);
        simulation.run(500);
        simulation.shares();
        simulation.run(500);

        expect((simulation.shares()[0] ?? NaN) * count).toBeLessThan(0.05);
      }),
      fewRuns,
    );
  });

  it('do not all run to a server that comes back, and it has its share again soon after', () => {
    fc.assert(
      fc.property(counts, callers, seeds, (count, many, seed) => {
        // Far from saturated: else all of them are needed at once.
        const simulation = new Simulation(seed, equal(count, 2), many);
        simulation.run(200);
        simulation.shares();
        simulation.reconnect(0);
        const stretches = Array.from({ length: 5 }, () => {
          simulation.run(SLOW_START_MS / 5);
          return (simulation.shares()[0] ?? NaN) * count;
        });
        simulation.run(10 * SLOW_START_MS);

        expect(stretches[0]).toBeLessThan(0.6);
        expect(Math.max(...stretches)).toBeLessThan(1.5);
        expect((simulation.shares()[0] ?? NaN) * count).toBeGreaterThan(0.8);
      }),
      fewRuns,
    );
  });
});

const equal = (count: number, delayMs: number): Server[] =>
  Array.from({ length: count }, () => ({ serviceMs: 0.05, delayMs }));
