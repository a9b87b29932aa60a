import { expect, it } from '@jest/globals';
import { lossOf } from './loss.ts';

const second = (failed: number, latencyMs: number) => ({
  sent: 5,
  ok: 5 - failed,
  failed,
  dropped: 1,
  latenciesMs: [latencyMs],
});

it('adds up the seconds that count, and not the one in which the load was stopped', () => {
  expect(lossOf([second(0, 3), second(1, 70), second(4, 999)], 2)).toEqual({
    ...{ sent: 10, ok: 9, failed: 1, dropped: 2 },
    slowestMs: 70,
  });
});

it('is nothing of nothing', () => {
  expect(lossOf([], 0)).toEqual({ sent: 0, ok: 0, failed: 0, dropped: 0, slowestMs: 0 });
});
