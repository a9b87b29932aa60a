import type { Provider } from '@nestjs/common';
import { metricNames } from '@sluice/api-contract/metrics';
import { SplitClient, type NodeMetrics, type SplitMetrics } from '@sluice/redis-split';
import { makeCounterProvider, makeGaugeProvider } from '@willsoto/nestjs-prometheus';
import type { Counter, Gauge } from 'prom-client';

type Labels = Readonly<Record<string, string>>;
type Samples = readonly (readonly [value: number, labels?: Labels])[];

interface Mapping {
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly string[];
  /** What the client counted, as samples. */
  readonly samples: (metrics: SplitMetrics) => Samples;
}

const each = (counts: object, label: string): Samples =>
  Object.entries(counts).map(([key, value]) => [Number(value), { [label]: key }]);

/** Of the nodes, what is known. By their number: addresses come and go, and every new one would be a new series. */
const ofNodes =
  (value: (node: NodeMetrics) => number | undefined) =>
  ({ nodes }: SplitMetrics): Samples =>
    nodes.flatMap((node, i) => {
      const known = value(node);
      return known === undefined || !Number.isFinite(known) ? [] : [[known, { node: String(i) }] as const];
    });

const seconds = (ms: number | undefined) => ms && ms / 1000;

const counters: readonly Mapping[] = [
  {
    name: metricNames.redisReads,
    help: 'Reads by how they were answered',
    labelNames: ['mode', 'outcome'],
    samples: ({ reads }) =>
      Object.entries(reads).flatMap(([mode, outcomes]) =>
        Object.entries(outcomes).map(([outcome, count]) => [count, { mode, outcome }] as const),
      ),
  },
  {
    name: metricNames.redisRefusals,
    help: 'Answers of replicas that were not taken',
    labelNames: ['reason'],
    samples: ({ refusals }) => each(refusals, 'reason'),
  },
  {
    name: metricNames.redisDurableWrites,
    help: 'Durable writes by whether enough replicas confirmed them',
    labelNames: ['outcome'],
    samples: ({ durableWrites }) => each(durableWrites, 'outcome'),
  },
  {
    name: metricNames.redisHedges,
    help: 'Reads that were late, by what came of sending them twice',
    labelNames: ['result'],
    samples: ({ hedges }) => each(hedges, 'result'),
  },
  {
    name: metricNames.redisAmbiguousWrites,
    help: 'Writes of which nobody knows whether they were executed',
    samples: ({ ambiguousWrites }) => [[ambiguousWrites]],
  },
  {
    name: metricNames.redisFailovers,
    help: 'Another node was promoted, or the primary restarted from a snapshot',
    samples: ({ failovers }) => [[failovers]],
  },
  {
    name: metricNames.redisLineageResets,
    help: 'The primary came without its history',
    samples: ({ lineageResets }) => [[lineageResets]],
  },
  {
    name: metricNames.redisLostTokens,
    help: 'Reads refused because a failover lost what their token stands for',
    samples: ({ lostTokens }) => [[lostTokens]],
  },
  {
    name: metricNames.redisUnknownTokens,
    help: 'Reads of a token of which nobody knows what became of it',
    samples: ({ unknownTokens }) => [[unknownTokens]],
  },
];

const gauges: readonly Mapping[] = [
  {
    name: metricNames.redisNodeReady,
    help: '1 when commands may be sent to that Redis node',
    labelNames: ['role', 'address', 'node'],
    samples: ({ nodes }) =>
      nodes.map(({ role, address, ready }, i) => [ready ? 1 : 0, { role, address, node: String(i) }] as const),
  },
  {
    name: metricNames.redisNodeStaleness,
    help: 'Every write older than this is in the data of the node',
    labelNames: ['node'],
    samples: ofNodes(({ stalenessMs }) => seconds(stalenessMs)),
  },
  {
    name: metricNames.redisNodeLag,
    help: 'How far the node is behind the primary',
    labelNames: ['node'],
    samples: ofNodes(({ lagBytes }) => lagBytes),
  },
  {
    name: metricNames.redisNodeInFlight,
    help: 'Reads under way on the node',
    labelNames: ['node'],
    samples: ofNodes(({ inFlight }) => inFlight),
  },
  {
    name: metricNames.redisNodeLatency,
    help: 'Recent latency of reads on the node',
    labelNames: ['node'],
    samples: ofNodes(({ latencyMs }) => seconds(latencyMs)),
  },
  {
    name: metricNames.redisWaitingReads,
    help: 'Reads that wait for a replica to catch up',
    samples: ({ waitingReads }) => [[waitingReads]],
  },
  {
    name: metricNames.redisQueuedWrites,
    help: 'Writes that wait for a primary',
    samples: ({ queuedWrites }) => [[queuedWrites]],
  },
];

const snapshots = new WeakMap<SplitClient, SplitMetrics>();

/** Taken once for all metrics of one scrape: they are collected in one tick. */
function snapshotOf(client: SplitClient): SplitMetrics {
  const known = snapshots.get(client);
  if (known) return known;
  const snapshot = client.metrics();
  snapshots.set(client, snapshot);
  setImmediate(() => snapshots.delete(client));
  return snapshot;
}

/** What the client library counts, read when it is scraped. Every label has a few fixed values, or is a node's number. */
export const redisSplitMetrics: Provider[] = [
  ...counters.map(({ name, help, labelNames = [], samples }) =>
    makeCounterProvider({
      ...{ name, help, labelNames: [...labelNames] },
      inject: [SplitClient],
      collect(this: Counter, client: SplitClient) {
        this.reset();
        for (const [value, labels = {}] of samples(snapshotOf(client))) this.inc(labels, value);
      },
    }),
  ),
  ...gauges.map(({ name, help, labelNames = [], samples }) =>
    makeGaugeProvider({
      ...{ name, help, labelNames: [...labelNames] },
      inject: [SplitClient],
      collect(this: Gauge, client: SplitClient) {
        // Nodes that are gone must not be shown.
        this.reset();
        for (const [value, labels = {}] of samples(snapshotOf(client))) this.set(labels, value);
      },
    }),
  ),
];
