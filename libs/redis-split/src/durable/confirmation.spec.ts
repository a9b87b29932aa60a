import { describe, expect, it } from '@jest/globals';
import type { ReplicationInfo } from '../node/replication-info.ts';
import { replicasThatHave } from './confirmation.ts';

const info = (role: ReplicationInfo['role'], replid?: string): ReplicationInfo => ({
  ...{ role, linkUp: true, hasData: true, replicas: 0 },
  ...(replid !== undefined && { position: { replid, offset: 1n } }),
});

describe(replicasThatHave.name, () => {
  const sending = { epoch: 3, replid: 'A' };
  const confirmation = { before: info('primary', 'A'), after: info('primary', 'A'), replicas: 2, epoch: 3 };

  it('counts those that the server counted', () => {
    expect(replicasThatHave(sending, confirmation)).toBe(2);
  });

  it.each([
    ['the write went over another connection, maybe to another server', { ...sending, epoch: 2 }, confirmation],
    ['the write went to another history', { ...sending, replid: 'B' }, confirmation],
    ['nobody knows to which history the write went', { ...sending, replid: undefined }, confirmation],
    ['the history changed before', sending, { ...confirmation, before: info('primary', 'B') }],
    ['the history changed meanwhile', sending, { ...confirmation, after: info('primary', 'B') }],
    ['it was demoted meanwhile', sending, { ...confirmation, after: info('replica', 'A') }],
    ['it does not tell its history', { ...sending, replid: undefined }, { ...confirmation, after: info('primary') }],
  ])('none when %s', (_name, sent, confirmed) => {
    expect(replicasThatHave(sent, confirmed)).toBe(0);
  });
});
