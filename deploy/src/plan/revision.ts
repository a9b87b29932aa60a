import { gunzipSync, gzipSync } from 'node:zlib';
import type { KubeObject } from '../kubernetes.ts';
import { Refusal } from '../refusal.ts';

/** How a revision ended. */
export type Outcome = 'applied' | 'failed' | 'rolled-back';

/** What was brought to a cluster, and how that went. Its objects lie beside it, packed. */
export interface Revision {
  readonly number: number;
  readonly outcome: Outcome;
  /** ISO 8601, in UTC. */
  readonly at: string;
  /** `apply`, `rollback to 3`, … */
  readonly cause: string;
  /** Why it failed, in a line. */
  readonly reason?: string | undefined;
}

/** Below the 1 MiB that a ConfigMap may have, with room for the rest of it. */
const mostBytes = 900 * 1024;

/** The objects as a ConfigMap holds them: base64 of gzip of JSON. They hold no secret. */
export function pack(objects: readonly KubeObject[]): string {
  const packed = gzipSync(JSON.stringify(objects), { level: 9 }).toString('base64');
  if (packed.length <= mostBytes) return packed;
  throw new Refusal(
    2,
    `Expected the manifests to pack into ${mostBytes} bytes, got ${packed.length}: nothing could be rolled back`,
  );
}

export const unpack = (packed: string): readonly KubeObject[] =>
  JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString()) as readonly KubeObject[];

/** How many revisions are kept. */
export const keptRevisions = 5;

/** Newest first. */
export const byNumber = (one: Revision, other: Revision): number => other.number - one.number;

/** What a failed apply goes back to. */
export const lastGood = (revisions: readonly Revision[]): Revision | undefined =>
  [...revisions].sort(byNumber).find(({ outcome }) => outcome === 'applied');

/** The last good one stays whatever comes after it. */
export const expired = (revisions: readonly Revision[]): readonly Revision[] =>
  [...revisions]
    .sort(byNumber)
    .slice(keptRevisions)
    .filter((revision) => revision.number !== lastGood(revisions)?.number);
