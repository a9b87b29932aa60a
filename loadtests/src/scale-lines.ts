/** One line for each event: kubectl prints these templates. */
export const templates = {
  autoscaler: '{.type} {.object.status.desiredReplicas}{"\\n"}',
  slices:
    '{.type} {.object.metadata.name}{range .object.endpoints[*]} {.targetRef.name}={.conditions.ready}{end}{"\\n"}',
} as const;

/** Pods the autoscaler wants, from a line of its template; null once it is gone or has not decided yet. */
export function parseAutoscaler(line: string): number | null {
  const [type, desired] = line.split(' ');
  return type === 'DELETED' || !desired ? null : Number(desired);
}

/** Ready pods by slice; a service may have several slices, and one pod may be in two (IPv4 and IPv6). */
export type Slices = ReadonlyMap<string, readonly string[]>;

/** The slices after one more line of their template. */
export function foldSlices(slices: Slices, line: string): Slices {
  const [type, slice = '', ...endpoints] = line.trim().split(/\s+/);
  const next = new Map(slices);
  if (type === 'DELETED') next.delete(slice);
  else next.set(slice, endpoints.filter((endpoint) => endpoint.endsWith('=true')).map(podOf));
  return next;
}

const podOf = (endpoint: string): string => endpoint.slice(0, endpoint.indexOf('='));

export const readyPods = (slices: Slices): number => new Set([...slices.values()].flat()).size;
