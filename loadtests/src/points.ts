/** Names of our own k6 metrics; shared with the scenarios, so this file imports nothing. */
export const metrics = { request: 'sluice_request', loadStart: 'sluice_load_start' } as const;

/** What k6 tells us while it runs. Times in ms since the epoch, on the driver's clock. */
export type Point =
  | { readonly kind: 'start'; readonly atMs: number }
  | { readonly kind: 'request'; readonly endedMs: number; readonly latencyMs: number; readonly ok: boolean }
  | { readonly kind: 'dropped'; readonly atMs: number; readonly count: number };

interface K6Point {
  readonly data: { readonly time: string; readonly value: number; readonly tags: { readonly ok?: string } };
}

const wanted = [metrics.request, metrics.loadStart, 'dropped_iterations'].map(
  (name) => [name, `{"metric":"${name}","type":"Point"`] as const,
);

/** One line of k6's JSON output, or undefined when it is none of ours: most lines are not, so look before parsing. */
export function parsePoint(line: string): Point | undefined {
  const name = wanted.find(([, prefix]) => line.startsWith(prefix))?.[0];
  if (!name) return undefined;
  const { time, value, tags } = (JSON.parse(line) as K6Point).data;
  if (name === metrics.loadStart) return { kind: 'start', atMs: value };
  if (name === metrics.request)
    return { kind: 'request', endedMs: Date.parse(time), latencyMs: value, ok: tags.ok === 'true' };
  return { kind: 'dropped', atMs: Date.parse(time), count: value };
}
