import { PRIMARY_NAME } from '@sluice/tools/redis';
import { createSplitClient, type SplitClient, type Topology } from '../../src/index.ts';
import type { Cluster } from '../servers/cluster.ts';

/** Short, so that faults of a second matter and many fit into a run. */
const TIMES = {
  commandTimeoutMs: 500,
  connectTimeoutMs: 500,
  probeIntervalMs: 100,
  sampleIntervalMs: 20,
  writeQueue: { timeoutMs: 300 },
};

/** Clients as of several processes: all that they share is what they hand to each other. The last one is far away. */
export function createClients(cluster: Cluster, count: number): SplitClient[] {
  return Array.from({ length: count }, (_, i) =>
    createSplitClient({ topology: topologyOf(cluster, i === count - 1), ...TIMES }),
  );
}

function topologyOf({ kind, members, sentinels, ...addresses }: Cluster, isFar: boolean): Topology {
  const nodes = members.map(({ node, far }) => (isFar ? far : node).url);
  switch (kind) {
    case 'virtual':
      return { kind, primary: (isFar ? addresses.farAddress : addresses.address).url, replicas: nodes };
    case 'static':
      return { kind, nodes };
    case 'sentinel':
      return { kind, name: PRIMARY_NAME, sentinels: sentinels.map(({ url }) => url), pollIntervalMs: 200 };
  }
}
