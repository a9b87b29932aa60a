import type { KubeObject } from '../kubernetes.ts';

/** One object that we made, or were about to make when it has no uid yet. */
export interface Entry {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid?: string | undefined;
}

/** What this namespace holds of ours, kept in the cluster itself. */
export interface Inventory {
  /** Of the last revision that was recorded; 0 when there was none. */
  readonly revision: number;
  /** `applying`: whoever wrote this has not finished; the next apply does. */
  readonly state: 'applied' | 'applying';
  readonly entries: readonly Entry[];
}

export const noInventory: Inventory = { revision: 0, state: 'applied', entries: [] };

export const entryOf = ({ apiVersion, kind, metadata }: KubeObject): Entry => ({
  ...{ apiVersion, kind, name: metadata?.name ?? '' },
});

export const entryId = ({ kind, name }: Entry): string => `${kind}/${name}`;
/** An object keeps its identity when only the version of its API changes. */
const key = ({ apiVersion, kind, name }: Entry): string =>
  `${apiVersion.split('/').slice(0, -1).join('/')} ${kind}/${name}`;

/** What the cluster may hold while an apply is under way: what was there, and what is about to come. */
export function union(recorded: readonly Entry[], desired: readonly Entry[]): readonly Entry[] {
  const keys = new Set(recorded.map(key));
  return [...recorded, ...desired.filter((entry) => !keys.has(key(entry)))];
}

/** Deleting these loses data, or what others have put into them. */
const kept = new Set(['Namespace', 'PersistentVolumeClaim', 'CustomResourceDefinition', 'StatefulSet']);

/** What left the manifests: to be pruned, and to be spoken of only. */
export interface Leavers {
  readonly prune: readonly Entry[];
  /** Need `--allow-data-loss`. */
  readonly kept: readonly Entry[];
}

/**
 * @param stillNeeded ids of objects that an earlier revision needs to be rolled back to, such as generated ConfigMaps
 */
export function leavers(
  recorded: readonly Entry[],
  desired: readonly Entry[],
  { stillNeeded, allowDataLoss }: { readonly stillNeeded: ReadonlySet<string>; readonly allowDataLoss: boolean },
): Leavers {
  const keys = new Set(desired.map(key));
  const gone = recorded.filter((entry) => !keys.has(key(entry)) && !stillNeeded.has(entryId(entry)));
  const isKept = ({ kind }: Entry) => kept.has(kind) && !allowDataLoss;
  return { prune: gone.filter((entry) => !isKept(entry)), kept: gone.filter(isKept) };
}

/** So much at once is rather a mistake than a wish. */
export const isSuspicious = ({ prune }: Leavers, { entries }: Inventory): boolean =>
  prune.length > 3 && prune.length > entries.length / 3;
