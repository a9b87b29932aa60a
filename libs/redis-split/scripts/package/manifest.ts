/** The parts of a package.json that differ between the workspace and the published package. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly [key: string]: unknown;
}

/** What only this workspace understands. */
const OURS: readonly string[] = ['private', 'nx', 'devDependencies'];
const SOURCE_CONDITION = '@sluice/source';

/** What is published, from the manifest of the workspace. */
export function publishedManifest(manifest: Manifest): Manifest {
  const { name, version, ...rest } = manifest;
  return {
    name,
    version,
    ...Object.fromEntries(Object.entries(rest).filter(([key]) => !OURS.includes(key))),
    // Pinned, a user's own ioredis would be another one than ours, and its types would not fit.
    dependencies: mapValues(manifest.dependencies, (pinned) => `^${pinned}`),
    exports: mapValues(manifest.exports, (target) => (typeof target === 'string' ? target : withoutSource(target))),
  };
}

/** The sources are not published. */
const withoutSource = (conditions: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(conditions).filter(([condition]) => condition !== SOURCE_CONDITION));

const mapValues = <T, R>(record: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
