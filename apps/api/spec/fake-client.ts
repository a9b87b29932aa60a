import type { NodeStatus } from '@sluice/redis-split';

/** A client whose every read is of a replica, 12.3 ms old, and whose sessions have the token `seen`. */
export const fakeClient = (nodes: () => readonly Partial<NodeStatus>[]): object => ({
  nodes,
  metrics: () => ({
    reads: { sampled: { replica: 7 } },
    refusals: { age: 2 },
    durableWrites: { confirmed: 1, unconfirmed: 0 },
    hedges: {},
    ...{ ambiguousWrites: 0, failovers: 1, lineageResets: 0, lostTokens: 0, unknownTokens: 0 },
    ...{ waitingReads: 0, queuedWrites: 3 },
    nodes: nodes().map((node) => ({ stalenessMs: 120, lagBytes: undefined, inFlight: 4, latencyMs: 0.5, ...node })),
  }),
  read: async (_options: unknown, run: (view: unknown) => Promise<unknown>) => ({
    value: await run({}),
    node: { role: 'replica' },
    stalenessMs: 12.3,
    outcome: 'replica',
  }),
  inSession: (run: (session: unknown) => Promise<unknown>) => run({ token: () => Promise.resolve('seen') }),
  durable: () => ({}),
});
