import type { NodeStatus } from '@sluice/redis-split';

/** A client whose every read is of a replica, 12.3 ms old, and whose sessions have the token `seen`. */
export const fakeClient = (nodes: () => readonly Partial<NodeStatus>[]) => ({
  nodes,
  read: async (_options: unknown, run: (view: unknown) => Promise<unknown>) => ({
    value: await run({}),
    node: { role: 'replica' },
    stalenessMs: 12.3,
    outcome: 'replica',
  }),
  inSession: (run: (session: unknown) => Promise<unknown>) => run({ token: () => Promise.resolve('seen') }),
  durable: () => ({}),
});
