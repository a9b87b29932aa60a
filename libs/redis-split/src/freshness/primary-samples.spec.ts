import { describe, expect, it } from '@jest/globals';
import { PrimarySamples } from './primary-samples.ts';

const at = (offset: number, replid = 'A') => ({ replid, offset: BigInt(offset) });

describe(PrimarySamples.name, () => {
  it('proves nothing before the primary was asked', () => {
    expect(new PrimarySamples().stalenessMs(at(100), 5)).toBe(Infinity);
  });

  it.each([
    ['all samples contained: the newest counts', at(30), 50],
    ['exactly the second', at(20), 150],
    ['between the first and the second', at(19), 250],
    ['before the first', at(9), Infinity],
    ['another history', at(30, 'B'), Infinity],
  ])('%s', (_name, position, expected) => {
    const samples = new PrimarySamples();
    samples.add(0, at(10));
    samples.add(100, at(20));
    samples.add(200, at(30));

    expect(samples.stalenessMs(position, 250)).toBe(expected);
  });

  it('stays tight while nothing is written', () => {
    const samples = new PrimarySamples();
    for (let ms = 0; ms <= 1_000_000; ms += 100) samples.add(ms, at(10));

    expect(samples.stalenessMs(at(10), 1_000_050)).toBe(50);
  });

  it('forgets what belongs to another history, or to a shorter one under the same id', () => {
    const samples = new PrimarySamples();
    samples.add(0, at(10));
    samples.add(100, at(5, 'B'));
    expect(samples.stalenessMs(at(10), 100)).toBe(Infinity);

    // What the old history had reached before says nothing about this one, also where it has fewer bytes.
    samples.add(150, at(20, 'C'));
    expect(samples.stalenessMs(at(15, 'C'), 160)).toBe(Infinity);

    samples.add(160, at(5, 'B'));
    samples.add(200, at(4, 'B'));
    expect(samples.stalenessMs(at(5, 'B'), 250)).toBe(50);
    expect(samples.stalenessMs(at(3, 'B'), 250)).toBe(Infinity);
  });

  it('is never too small, whenever the writes, the questions and the reads come', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = randomFrom(seed);
      const samples = new PrimarySamples();
      const writes: number[] = [];
      let now = 0;
      for (let i = 0; i < 60; i++) {
        now += random(20);
        if (random(2)) {
          writes.push(now);
          continue;
        }
        const sentAtMs = now;
        // Writes that come while the question is on its way are in the answer too.
        for (let late = random(3); late > 0; late--) writes.push((now += random(5)));
        samples.add(sentAtMs, at(writes.length));

        const applied = random(writes.length + 1);
        const oldestMissing = writes[applied] ?? Infinity;
        const age = Math.max(0, now - oldestMissing);
        expect(samples.stalenessMs(at(applied), now)).toBeGreaterThanOrEqual(age);
      }
    }
  });
});

/** Numbers below `n`, the same for the same seed. */
function randomFrom(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * n);
  };
}
