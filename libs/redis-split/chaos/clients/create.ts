import { createSplitClient, type SplitClient } from '../../src/index.ts';
import type { Cluster } from '../servers/cluster.ts';

/** Short, so that faults of a second matter and many fit into a run. */
const TIMES = { commandTimeoutMs: 500, connectTimeoutMs: 500, probeIntervalMs: 100, sampleIntervalMs: 20 };

/** Clients as of several processes: all that they share is what they hand to each other. The last one is far away. */
export function createClients(cluster: Cluster, count: number): SplitClient[] {
  return Array.from({ length: count }, (_, i) =>
    createSplitClient({
      topology: {
        kind: 'virtual',
        primary: (i === count - 1 ? cluster.farAddress : cluster.address).url,
        replicas: cluster.members.map(({ node }) => node.url),
      },
      ...TIMES,
    }),
  );
}
