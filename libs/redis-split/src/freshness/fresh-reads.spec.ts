import { beforeEach, describe, expect, it } from '@jest/globals';
import { Balancer } from '../balancing/balancer.ts';
import { Hedging } from '../balancing/hedging.ts';
import { NodeLoad } from '../balancing/load.ts';
import type { Bracketed } from '../node/node-types.ts';
import type { ReplicationInfo } from '../node/replication-info.ts';
import { demandOf, type ReadOptions } from './demand.ts';
import { FreshReads, type FreshReadsSettings, type ReadableNode } from './fresh-reads.ts';
import { History } from './history.ts';

const A = 'a'.repeat(40);
const B = 'b'.repeat(40);

type Said = readonly [role: ReplicationInfo['role'], replid: string, offset: number];

const info = ([role, replid, offset]: Said): ReplicationInfo => ({
  role,
  linkUp: true,
  hasData: true,
  replicas: 0,
  position: { replid, offset: BigInt(offset) },
});

/** A node that says one thing before its answer and another after it. */
function node(value: string, before: Said, after: Said, epochAfter = 1): ReadableNode {
  const bracketed: Bracketed = {
    answer: { status: 'fulfilled', value },
    before: { info: info(before), sentAtMs: 0, epoch: 1 },
    after: { info: info(after), sentAtMs: 0, epoch: epochAfter },
  };
  return {
    role: value.startsWith('primary') ? 'primary' : 'replica',
    standing: 'fit',
    wasInSync: true,
    info: info(before),
    send: () => Promise.resolve(value),
    bracket: () => Promise.resolve(bracketed),
    noteFailure: () => 'lost',
    probe: () => Promise.resolve(),
    // All alike, whatever this machine is busy with.
    load: Object.assign(new NodeLoad({ slowStartMs: 0, random: Math.random }), { cost: () => 1 }),
    label: value,
    address: { host: value, port: 1, db: 0 },
    server: undefined,
    status: () => ({ role: 'replica', address: value, ready: true, inSync: true }),
    describe: () => value,
  };
}

describe(FreshReads.name, () => {
  let history: History;
  let refusals: Parameters<FreshReadsSettings['onRefusal']>[0][];
  const primary = node('primary', ['primary', A, 30], ['primary', A, 30]);

  beforeEach(() => {
    history = new History();
    refusals = [];
    history.learn('primary', { info: info(['primary', A, 5]), sentAtMs: 0, epoch: 1 });
  });

  const readsOf = (...nodes: ReadableNode[]) =>
    new FreshReads({
      fleet: { nodes, primary: nodes.find(({ role }) => role === 'primary'), watch: () => undefined },
      history,
      balancer: new Balancer(),
      hedging: new Hedging({ budgetRatio: 0.02, quantile: 0.95 }),
      deadlineMs: 1000,
      onRefusal: (refusal) => refusals.push(refusal),
    });

  const read = (replica: ReadableNode, options: ReadOptions = {}) => {
    const demand = demandOf({ mode: 'verified' }, options);
    return readsOf(primary, replica).read({
      ...{ method: 'get', command: 'get', args: ['k'] },
      ...{ demand, needs: demand.after },
    });
  };

  it('contains what the replica had before, and may show what it had after', async () => {
    const answer = await read(node('replica', ['replica', A, 10], ['replica', A, 20]), { after: `v1.${A}.10` });

    expect(answer).toMatchObject({ value: 'replica', outcome: 'replica', position: { replid: A, offset: 20n } });
  });

  it.each<[string, ReadableNode]>([
    ['does not contain what is needed before it, though after', node('r', ['replica', A, 10], ['replica', A, 99])],
    ['changed its history during the read', node('r', ['replica', A, 50], ['replica', B, 50])],
    ['went back to older data during the read', node('r', ['replica', A, 50], ['replica', A, 49])],
    ['is of another history', node('r', ['replica', B, 50], ['replica', B, 50])],
    ['was promoted', node('r', ['primary', A, 50], ['primary', A, 50])],
    ['was promoted during the read', node('r', ['replica', A, 50], ['primary', A, 50])],
    ['was connected anew during the read', node('r', ['replica', A, 50], ['replica', A, 50], 2)],
    [
      'was never in sync on this connection',
      { ...node('r', ['replica', A, 50], ['replica', A, 50]), wasInSync: false },
    ],
    [
      'fails',
      { ...node('r', ['replica', A, 50], ['replica', A, 50]), bracket: () => Promise.reject(new Error('gone')) },
    ],
  ])('falls back to the primary when the replica %s', async (_name, replica) => {
    expect(await read(replica, { after: `v1.${A}.30` })).toMatchObject({ value: 'primary', outcome: 'fallback' });
  });

  it('does not believe a primary that was demoted meanwhile', async () => {
    const demoted = node('primary', ['primary', A, 30], ['replica', A, 30]);
    const reads = readsOf(demoted);
    const demand = demandOf({ mode: 'verified' });

    await expect(reads.read({ method: 'get', command: 'get', args: ['k'], demand, needs: [] })).rejects.toMatchObject({
      code: 'REDIS_SPLIT_STALE',
    });
  });

  it('does not judge a token by another history than the answer is of', async () => {
    history.learn('primary', { info: info(['primary', A, 40]), sentAtMs: 0, epoch: 1 });
    const overtaken = {
      ...primary,
      bracket: (method: string, args: unknown[]) => {
        // Renamed, and it was told so by what came in the same packet.
        history.learn('primary', { info: info(['primary', B, 41]), sentAtMs: 1, epoch: 1 });
        return primary.bracket(method, args);
      },
    };
    const needs = [{ replid: A, offset: 20n }];
    const read = { method: 'get', command: 'get', args: ['k'], demand: demandOf({ mode: 'verified' }), needs };

    await expect(readsOf(overtaken).read(read)).rejects.toMatchObject({ code: 'REDIS_SPLIT_STALE' });
  });

  it('shares reads among all nodes with `from: any`', async () => {
    const replica = node('replica', ['replica', A, 30], ['replica', A, 30]);
    const reads = readsOf(primary, replica);
    const demand = demandOf({ mode: 'verified', from: 'any' });
    const values = [];
    for (let i = 0; i < 60; i++)
      values.push((await reads.read({ method: 'get', command: 'get', args: [], demand, needs: [] })).value);

    expect(new Set(values)).toEqual(new Set(['primary', 'replica']));
  });
});
