import { describe, expect, it } from '@jest/globals';
import { BadRequestException } from '@nestjs/common';
import { readDemand, writeDemand } from './demand.ts';

const nothing = { token: undefined, maxStalenessMs: undefined, durability: undefined };

describe(readDemand.name, () => {
  it.each([
    [{}, nothing],
    [
      { 'sluice-token': 't', 'sluice-max-staleness-ms': '200' },
      { ...nothing, token: 't', maxStalenessMs: 200 },
    ],
  ])('%j', (headers, demand) => {
    expect(readDemand(headers)).toEqual(demand);
  });

  it.each(['', '0', '1.5', '1e3', ' 7', '2147483648', '99999999999'])('refuses a bound of `%s`', (bound) => {
    expect(() => readDemand({ 'sluice-max-staleness-ms': bound })).toThrow(BadRequestException);
  });
});

describe(writeDemand.name, () => {
  it('takes a durability', () => {
    expect(writeDemand({ 'sluice-durability': '2' })).toEqual({ ...nothing, durability: 2 });
  });

  it('names every header that is wrong', () => {
    const all = { 'sluice-durability': 'all', 'sluice-max-staleness-ms': '5' };
    expect(() => writeDemand(all)).toThrow(
      expect.objectContaining({
        response: expect.objectContaining({
          message: [
            'Sluice-Max-Staleness-Ms: Expected no such header with a write, got "5"',
            'Sluice-Durability: Expected a whole number between 1 and 8, got "all"',
          ],
        }),
      }),
    );
  });
});
