import { ofKind, type Entry, type History } from './history/history.ts';
import { lossesIn } from './history/losses.ts';
import { agesIn } from './history/staleness.ts';
import { NOTHING } from './servers/faults.ts';

/** What happened in a run, in lines for people. */
export function reportOf(history: History): string[] {
  const reads = ofKind(history, 'read');
  const failed = ofKind(history, 'failed read');
  const writes = ofKind(history, 'write');
  const faults = ofKind(history, 'fault').filter(({ name }) => name !== NOTHING);
  const lost = [...lossesIn(history).values()];
  return [
    `reads: ${tally(reads, ({ mode, outcome }) => `${mode}, ${outcome}`)}`,
    `rejected reads: ${tally(failed, ({ code, forged }) => (forged ? `${code} (forged token)` : code))}`,
    `writes: ${tally(writes, ({ fate, code = '' }) => `${fate} ${code}`.trim())}`,
    `durable writes confirmed by every server: ${writes.filter(({ durable }) => durable).length}`,
    `acknowledged writes that were lost: ${lost.length}`,
    `sessions: ${ofKind(history, 'session').length}, tokens handed over: ${ofKind(history, 'token').length}`,
    `faults: ${tally(faults, ({ name }) => name)}`,
    ...agesReport(history),
  ];
}

/** How tight the bounds are. What an answer misses shows how old it was at least; an answer that misses nothing shows nothing. */
function agesReport(history: History): string[] {
  const ages = agesIn(history).filter(({ read }) => read.outcome === 'replica' || read.outcome === 'stale');
  const old = ages.filter(({ missing }) => missing !== undefined);
  return [
    `age bound of ${ages.length} answers of replicas, ms: ${quantiles(ages.map(({ boundMs }) => boundMs))}`,
    `bound minus observed age of the ${old.length} that missed a write, ms: ${quantiles(old.map(({ boundMs, observedMs }) => boundMs - observedMs))}`,
  ];
}

function tally<T extends Entry>(entries: readonly T[], nameOf: (entry: T) => string): string {
  const counts = [...Map.groupBy(entries, nameOf)].map(([name, { length }]) => ({ name, length }));
  counts.sort((a, b) => b.length - a.length || a.name.localeCompare(b.name));
  return counts.map(({ name, length }) => `${name} ${length}`).join('; ') || 'none';
}

function quantiles(values: readonly number[]): string {
  if (values.length === 0) return 'none';
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN).toFixed(1);
  return `least ${at(0)}, p50 ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}, most ${at(1)}`;
}
