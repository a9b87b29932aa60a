import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NodeLoad, typicalLatencyMs } from './load.ts';

const load = (slowStartMs = 0) => new NodeLoad({ slowStartMs, random: () => 1 });

/** A load that has answered in these times, all at 0; by default twice in the same. */
function measured(latencyMs: number, nextMs = latencyMs): NodeLoad {
  const answered = load();
  for (const each of [latencyMs, nextMs]) answered.end(answered.begin(-each), 0);
  return answered;
}

/** One failed read after another, each begun when the one before was over. */
function failing(node: NodeLoad, times: number, nowMs: number): void {
  for (let i = 1; i <= times; i++) node.fail(node.begin(nowMs + i), nowMs + i);
}

describe(NodeLoad.name, () => {
  it('costs what a read takes, for it and all that are in flight', () => {
    const node = measured(4);
    expect(node.cost(0)).toBe(4);

    const stamps = [node.begin(0), node.begin(0)];
    expect(node.cost(0)).toBe(12);

    for (const stamp of stamps) node.release(stamp);
    expect([node.inFlight, node.cost(0)]).toEqual([0, 4]);
  });

  it('tells idle from busy even when nothing takes any time', () => {
    const [idle, busy] = [measured(0), measured(0)];
    busy.begin(0);

    expect(idle.cost(0)).toBeGreaterThan(0);
    expect(busy.cost(0)).toBeGreaterThan(idle.cost(0));
  });

  it.each([
    ['one slow answer is not taken for a slow node', [measured(1, 80)], 1],
    ['nor is the first one ever', [measured(80, 1)], 1],
    ['two in a row are', [measured(80, 90)], 80],
  ])('%s', (_name, [node], expected) => {
    expect(node?.cost(0)).toBe(expected);
  });

  it('learns nothing from the time of a failure, but gets little after it was left alone', () => {
    const node = load(1000);
    for (let i = 0; i < 2; i++) node.end(node.begin(-4), 0);
    node.fail(node.begin(0), 500);

    expect([node.isEjected(599), node.isEjected(600)]).toEqual([true, false]);
    expect(node.latencyMs(600)).toBeLessThanOrEqual(4);
    expect([600, 1100, 1600].map((ms) => node.warmth(ms))).toEqual([0.1, 0.55, 1]);
  });

  it('is ejected longer and longer while it fails, at most ten seconds, and not any more once it answers', () => {
    const node = load();
    const stamp = node.begin(0);
    node.fail(node.begin(0), 0);
    expect([node.isEjected(99), node.isEjected(100)]).toEqual([true, false]);

    failing(node, 1, 0);
    expect([node.isEjected(200), node.isEjected(201)]).toEqual([true, false]);

    failing(node, 50, 100);
    expect([node.isEjected(10_149), node.isEjected(10_150)]).toEqual([true, false]);

    node.end(stamp, 200);
    expect(node.isEjected(200)).toBe(false);

    node.fail(node.begin(300), 300);
    expect([node.isEjected(399), node.isEjected(400)]).toEqual([true, false]);
  });

  it('takes all that was in flight when it broke for one failure', () => {
    const node = load();
    const stamps = Array.from({ length: 100 }, () => node.begin(0));
    stamps.forEach((stamp, i) => node.fail(stamp, 10 + i / 1000));

    expect([node.isEjected(109), node.isEjected(110), node.inFlight]).toEqual([true, false, 0]);
  });

  it('gets less than its share right after it was connected', () => {
    const node = load(1000);
    expect(node.warmth(0)).toBe(1);

    node.reset(0);
    expect([0, 500, 1000, 5000].map((ms) => node.warmth(ms))).toEqual([0.1, 0.55, 1, 1]);
    expect(node.cost(0) / node.cost(1000)).toBeCloseTo(10, 3);
  });

  it('expects of a new connection what its peers take, not that it is free, until it was measured', () => {
    const node = load();
    node.reset(0, 7);
    expect([node.cost(0), node.latencyMs(0)]).toEqual([7, undefined]);

    node.end(node.begin(1), 3);
    expect([node.cost(3), node.latencyMs(3)]).toEqual([2, 2]);

    node.reset(0, 7);
    node.end(node.begin(1), 90);
    expect(node.latencyMs(90)).toBe(7);
  });

  it('counts failures on over a new connection: one that always breaks is not tried as often as one that broke once', () => {
    const node = load();
    failing(node, 3, 0);
    node.reset(1000);
    failing(node, 1, 1000);

    expect([node.isEjected(1800), node.isEjected(1801)]).toEqual([true, false]);
  });

  it.each(['end', 'fail', 'release'] as const)('ignores an attempt on an earlier connection: %s', (how) => {
    const node = load();
    const late = node.begin(0);
    // In the very instant in which it was begun.
    node.reset(0, 5);
    const early = node.begin(0);
    node.reset(0, 5);
    const own = node.begin(0);

    for (const stamp of [late, early]) node[how](stamp, 700);
    expect([node.inFlight, node.cost(0), node.isEjected(700)]).toEqual([1, 10, false]);

    node[how](own, 700);
    expect(node.inFlight).toBe(0);
  });

  it('counts in flight exactly what was begun and not ended since it was connected', () => {
    const step = fc.record({
      what: fc.constantFrom('begin', 'begin', 'end', 'fail', 'release', 'reset'),
      which: fc.nat(),
      pauseMs: fc.constantFrom(0, 0, 0.5, 10),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const node = load(100);
        let nowMs = 0;
        const open: { stamp: number; connection: number }[] = [];
        let connection = 0;
        for (const { what, which, pauseMs } of steps) {
          nowMs += pauseMs;
          if (what === 'reset') {
            node.reset(nowMs, 1);
            connection++;
          } else if (what === 'begin') {
            open.push({ stamp: node.begin(nowMs), connection });
          } else if (open.length > 0) {
            for (const { stamp } of open.splice(which % open.length, 1)) node[what](stamp, nowMs);
          }

          expect(node.inFlight).toBe(open.filter((attempt) => attempt.connection === connection).length);
          expect(node.cost(nowMs)).toBeGreaterThan(0);
          expect(node.cost(nowMs)).toBeLessThan(Infinity);
          expect(node.isEjected(nowMs + 10_000)).toBe(false);
        }
      }),
    );
  });
});

describe(typicalLatencyMs.name, () => {
  const unmeasured = load();
  unmeasured.reset(0, 99);

  it.each([
    ['nobody was measured', [unmeasured], 0],
    ['one was', [unmeasured, measured(3)], 3],
    ['one of three is slow', [measured(1), measured(500), measured(2)], 2],
  ])('%s', (_name, loads, expected) => {
    expect(typicalLatencyMs(loads, 0)).toBe(expected);
  });
});
