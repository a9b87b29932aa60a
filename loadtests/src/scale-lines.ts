/**
 * One line for each event of a watch: kubectl prints these JSONPath templates. No `range` in them: kubectl parses a
 * template once, and after a first object without endpoints a `range` breaks on the next and silently ends the watch.
 */
export const templates = {
  autoscaler: '{.type} {.object.status.desiredReplicas}{"\\n"}',
  slices: '{.type} {.object.metadata.name} {.object.endpoints}{"\\n"}',
} as const;

/** Pods the autoscaler wants, from a line of its template; null once it is gone or has not decided yet. */
export function parseAutoscaler(line: string): number | null {
  const [type, desired] = line.split(' ');
  return type === 'DELETED' || !desired ? null : Number(desired);
}

interface Endpoint {
  readonly addresses: readonly string[];
  readonly conditions?: { readonly ready?: boolean };
  readonly targetRef?: { readonly name?: string };
}

/** Ready pods by slice; a service may have several slices, and one pod may be in two (IPv4 and IPv6). */
export type Slices = ReadonlyMap<string, readonly string[]>;

/** The slices after one more line of their template. */
export function foldSlices(slices: Slices, line: string): Slices {
  const [, type, slice = '', endpoints] = /^(\S+) (\S+) ?(.*)$/.exec(line) ?? [];
  const next = new Map(slices);
  if (type === 'DELETED') next.delete(slice);
  else next.set(slice, readyOf((JSON.parse(endpoints || 'null') as Endpoint[] | null) ?? []));
  return next;
}

// Kubernetes: an absent condition `ready` means ready.
const readyOf = (endpoints: readonly Endpoint[]): string[] =>
  endpoints
    .filter(({ conditions }) => conditions?.ready !== false)
    .map(({ targetRef, addresses }) => targetRef?.name ?? addresses.join());

export const readyPods = (slices: Slices): number => new Set([...slices.values()].flat()).size;
