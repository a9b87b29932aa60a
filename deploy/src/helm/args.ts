/** Arguments of helm, as pure functions of what is wanted and of Helm's major, so that both are covered by a table. */
export type HelmMajor = 3 | 4;

export interface Chart {
  /** A folder, an archive, or the name within `repository`. */
  readonly name: string;
  /** `https://…` of a chart repository; absent: the name is a folder or an `oci://` reference. */
  readonly repository?: string | undefined;
  /** Exact: a range would be another chart tomorrow. */
  readonly version: string;
}

export interface Target {
  readonly name: string;
  readonly namespace: string;
}

const chartArgs = ({ name, repository, version }: Chart): readonly string[] => [
  ...(repository === undefined ? [name] : [name, '--repo', repository]),
  ...['--version', version],
];

/** Waiting and undoing go by other names since Helm 4. */
const undone = { 3: ['--atomic', '--wait'], 4: ['--rollback-on-failure', '--wait=watcher'] } as const;
const waited = { 3: ['--wait'], 4: ['--wait=watcher'] } as const;

export interface UpgradeOptions {
  readonly valuesFile: string;
  /** How long pods may take, in seconds. */
  readonly timeoutS: number;
  /** Ask the server, change nothing. */
  readonly dryRun?: boolean;
}

/** Install or upgrade; what fails is undone by Helm itself. CRDs are a step of ours: Helm never upgrades them. */
export const upgradeArgs = (
  { name, namespace }: Target,
  chart: Chart,
  { valuesFile, timeoutS, dryRun = false }: UpgradeOptions,
  major: HelmMajor,
): readonly string[] => [
  ...['upgrade', name, ...chartArgs(chart), '--install', '--namespace', namespace, '--create-namespace'],
  ...['--skip-crds', '--reset-values', '--values', valuesFile, '--history-max', '10'],
  ...['--timeout', `${timeoutS}s`, '--output', 'json'],
  ...(dryRun ? ['--dry-run=server'] : undone[major]),
];

export const rollbackArgs = ({ name, namespace }: Target, revision: number, timeoutS: number, major: HelmMajor) => [
  ...['rollback', name, String(revision), '--namespace', namespace, '--timeout', `${timeoutS}s`, ...waited[major]],
];

export const uninstallArgs = ({ name, namespace }: Target, timeoutS: number): readonly string[] => [
  ...['uninstall', name, '--namespace', namespace, '--ignore-not-found', '--wait', '--timeout', `${timeoutS}s`],
];

export const listArgs = (namespace: string): readonly string[] => [
  ...['list', '--namespace', namespace, '--all', '--output', 'json'],
];

export const historyArgs = ({ name, namespace }: Target): readonly string[] => [
  ...['history', name, '--namespace', namespace, '--output', 'json'],
];

export const manifestArgs = ({ name, namespace }: Target): readonly string[] => [
  ...['get', 'manifest', name, '--namespace', namespace],
];

export const crdsArgs = (chart: Chart): readonly string[] => ['show', 'crds', ...chartArgs(chart)];
