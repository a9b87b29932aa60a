import { channel } from 'node:diagnostics_channel';
import type { NodeStatus } from '@sluice/redis-split';
import type { ItemsService } from '../src/items/items.service.ts';

/** A client whose sessions have the token `seen`, and whose counters never change. */
export const fakeClient = (nodes: () => readonly Partial<NodeStatus>[]): object => ({
  nodes,
  inSession: (run: (session: unknown) => Promise<unknown>) => run({ token: () => Promise.resolve('seen') }),
  inScope: (_scope: unknown, run: () => Promise<unknown>) => run(),
  metrics: () => ({
    reads: { sampled: { replica: 7 } },
    refusals: { age: 2 },
    durableWrites: { confirmed: 1, unconfirmed: 0 },
    hedges: {},
    ...{ ambiguousWrites: 0, failovers: 1, lineageResets: 0, lostTokens: 0, unknownTokens: 0 },
    ...{ waitingReads: 0, queuedWrites: 3 },
    nodes: nodes().map((node) => ({ stalenessMs: 120, lagBytes: undefined, inFlight: 4, latencyMs: 0.5, ...node })),
  }),
});

const reads: ReadonlySet<string> = new Set<keyof ItemsService>(['find', 'findAll', 'list', 'ttlMs']);

/** Says of every read of a service, as the client would, that a replica answered it, 12.3 ms old. */
export const readByReplica = (items: Partial<ItemsService>): Partial<ItemsService> =>
  new Proxy(items, {
    get: (target, name) => {
      if (reads.has(String(name))) channel('redis-split:read').publish({ outcome: 'replica', stalenessMs: 12.3 });
      return Reflect.get(target, name) as unknown;
    },
  });
