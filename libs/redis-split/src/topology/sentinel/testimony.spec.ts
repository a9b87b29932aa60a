import { describe, expect, it } from '@jest/globals';
import { readTestimony } from './testimony.ts';

const fields = { ip: '10.0.0.1', port: '6379', flags: 'master', 'config-epoch': '7', 'num-other-sentinels': '2' };
const flat = (record: object): unknown[] => Object.entries(record).flat();

describe(readTestimony.name, () => {
  it.each([
    ['RESP3', fields, [{ ip: '10.0.0.2', port: '6380' }], [{ ip: '10.0.0.9', port: '26379', runid: 'other' }]],
    [
      'RESP3 as maps',
      new Map(Object.entries(fields)),
      [
        new Map([
          ['ip', '10.0.0.2'],
          ['port', '6380'],
        ]),
      ],
      [
        new Map([
          ['ip', '10.0.0.9'],
          ['port', '26379'],
          ['runid', 'other'],
        ]),
      ],
    ],
    [
      'RESP2',
      flat(fields),
      [flat({ ip: '10.0.0.2', port: '6380' })],
      [flat({ ip: '10.0.0.9', port: '26379', runid: 'other' })],
    ],
  ])('reads the replies of %s', (_protocol, primary, replicas, others) => {
    expect(readTestimony({ id: 'me', primary, replicas, others }, 5)).toEqual({
      vote: {
        sentinel: 'me',
        primary: { host: '10.0.0.1', port: 6379 },
        replicas: [{ host: '10.0.0.2', port: 6380 }],
        configEpoch: 7,
        failingOver: false,
        sentinels: 3,
        sentAtMs: 5,
      },
      others: [{ host: '10.0.0.9', port: 26379, id: 'other' }],
    });
  });

  it.each(['master,o_down', 'master,failover_in_progress'])('sees a failover in the flags %s', (flags) => {
    expect(
      readTestimony({ id: 'me', primary: { ...fields, flags }, replicas: [], others: [] }, 0).vote.failingOver,
    ).toBe(true);
  });
});
