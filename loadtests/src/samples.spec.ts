import { describe, expect, it } from '@jest/globals';
import { LoadTally } from './load-tally.ts';
import type { Point } from './points.ts';
import { seed } from './profiles/seed.ts';
import { smoke } from './profiles/smoke.ts';
import { phaseP95Ms, sampleAt, samplesOf } from './samples.ts';

const startMs = 1_000_000;
const request = (endedS: number, latencyMs: number, ok = true): Point => ({
  kind: 'request',
  endedMs: startMs + endedS * 1000,
  latencyMs,
  ok,
});
const start: Point = { kind: 'start', atMs: startMs };

function measure(
  points: readonly Point[],
  scale = { desired: [], ready: [] } as Parameters<typeof sampleAt>[0]['scale'],
) {
  const tally = new LoadTally();
  for (const point of points) tally.add(point);
  return { profile: smoke, startMs, seconds: tally.seconds, scale };
}

describe(LoadTally.name, () => {
  it('counts a request as sent when it began and as ok or failed when it ended', () => {
    const { seconds } = measure([start, request(1.2, 500), request(1.9, 100, false), request(2.5, 2400)]);
    expect(seconds).toEqual([
      { sent: 2, ok: 0, failed: 0, dropped: 0, latenciesMs: [] },
      { sent: 1, ok: 1, failed: 1, dropped: 0, latenciesMs: [500, 100] },
      { sent: 0, ok: 1, failed: 0, dropped: 0, latenciesMs: [2400] },
    ]);
  });

  it('keeps points that overtake the start of the load', () => {
    const { seconds } = measure([request(0.2, 300), { kind: 'dropped', atMs: startMs + 100, count: 3 }, start]);
    expect(seconds).toEqual([{ sent: 1, ok: 1, failed: 0, dropped: 3, latenciesMs: [300] }]);
  });
});

describe(sampleAt.name, () => {
  it('puts load and pods of one second side by side', () => {
    const measured = measure([start, request(5.1, 10), request(5.2, 20), request(5.3, 40.26)], {
      desired: [
        { atMs: startMs - 9000, value: 1 },
        { atMs: startMs + 4200, value: 3 },
      ],
      ready: [
        { atMs: startMs - 9000, value: 1 },
        { atMs: startMs + 5001, value: 2 },
      ],
    });
    expect(sampleAt(measured, 5)).toEqual({
      ...{ t: 5, offered: 20, sent: 3, ok: 3, failed: 0, dropped: 0 },
      ...{ p50Ms: 20, p95Ms: 40.3, p99Ms: 40.3, desired: 3, ready: 1 },
    });
    expect(sampleAt(measured, 6)).toMatchObject({ sent: 0, p95Ms: null, ready: 2 });
  });

  it('offers the mean of a second on a slope', () => {
    // `seed` rises from 0 to 100 in 60 s: 5/3 a second.
    expect(sampleAt({ ...measure([start]), profile: seed }, 0).offered).toBe(0.8);
    expect(sampleAt({ ...measure([start]), profile: seed }, 30).offered).toBe(50.8);
  });

  it('knows no pods before the first word of the cluster, nor while the watch is down', () => {
    const ready = [
      { atMs: startMs + 1000, value: 1 },
      { atMs: startMs + 2000, value: null },
    ];
    const measured = measure([start], { desired: [], ready });
    expect([0, 1, 2].map((t) => sampleAt(measured, t).ready)).toEqual([null, 1, null]);
  });
});

describe(samplesOf.name, () => {
  it('has one sample a second, and those in which late answers came', () => {
    expect(samplesOf(measure([start])).map(({ t }) => t)).toEqual(Array.from({ length: 15 }, (_, t) => t));
    expect(samplesOf(measure([start, request(16.5, 2000)]))).toHaveLength(17);
  });
});

describe(phaseP95Ms.name, () => {
  it('is taken over the requests of the phase, not over its seconds', () => {
    // 19 fast ones in one second and one slow one in the next: nearest rank 19 of 20 is fast, though a second was slow.
    const steady = [...Array.from({ length: 19 }, () => request(6, 10)), request(7.5, 900)];
    expect(phaseP95Ms(measure([start, request(1, 700), ...steady]), 'steady')).toBe(10);
    expect(phaseP95Ms(measure([start, ...steady, request(8, 800)]), 'steady')).toBe(800);
    expect(phaseP95Ms(measure([start]), 'steady')).toBeNull();
  });
});
