import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../kubernetes.ts';

/** What an upgrade would change, object by object: Helm has no such answer of its own. */
export interface ReleaseDiff {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

/** Objects of a manifest, by kind, namespace and name. */
function objectsOf(manifest: string): ReadonlyMap<string, Json> {
  const objects = parseAllDocuments(manifest, { version: '1.1' }).map(
    (document) => document.toJS() as KubeObject | null,
  );
  return new Map(
    objects
      .filter((object) => object !== null)
      .map((object) => {
        const { kind, metadata } = object;
        const id = [metadata?.namespace, `${kind}/${metadata?.name}`].filter(Boolean).join(' ');
        return [id, object as unknown as Json] as const;
      }),
  );
}

/** Compare what a release holds with what it would hold. No value is ever shown, so no secret is. */
export function releaseDiff(before: string, after: string): ReleaseDiff {
  const [old, next] = [objectsOf(before), objectsOf(after)];
  const ids = [...next.keys()];
  return {
    created: ids.filter((id) => !old.has(id)),
    changed: ids.filter((id) => old.has(id) && !isEqual(old.get(id), next.get(id))),
    removed: [...old.keys()].filter((id) => !next.has(id)),
  };
}

const isEqual = (one: unknown, other: unknown): boolean =>
  JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

/** Keys in one order: templates write them as they please. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
};
