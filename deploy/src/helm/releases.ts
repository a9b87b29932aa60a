import { join } from 'node:path';
import { stringify } from 'yaml';
import { withFiles } from '../check/with-files.ts';
import { helm, helmMajor, type HelmOptions } from '../run/helm.ts';
import { parseHistory, parseList, parseUpgrade, type Listed, type Past, type Upgraded } from './answers.ts';
import * as args from './args.ts';
import { releaseDiff, type ReleaseDiff } from './diff.ts';
import { secretsIn } from './redact.ts';
import type { Release } from './release.ts';

export type Where = Omit<HelmOptions, 'secrets' | 'timeoutS'>;

/** Beyond Helm's own timeout it still undoes what it has begun. */
const graceS = 300;
/** For questions. */
const shortS = 60;

const options = (where: Where, { values, timeoutS }: Release): HelmOptions => ({
  ...{ ...where, secrets: secretsIn(values), timeoutS: timeoutS + graceS },
});

/** The values lie in a file that only we may read, for as long as helm does. */
const withValues = <T>({ values }: Release, work: (valuesFile: string) => Promise<T>): Promise<T> =>
  withFiles({ 'values.yaml': stringify(values) }, (folder) => work(join(folder, 'values.yaml')));

/** Install or upgrade. A failure is undone by Helm, and told. */
export const upgrade = (release: Release, where: Where): Promise<Upgraded> =>
  withValues(release, async (valuesFile) => {
    const how = { valuesFile, timeoutS: release.timeoutS };
    return parseUpgrade(
      await helm(args.upgradeArgs(release, release.chart, how, await helmMajor()), options(where, release)),
    );
  });

/** What an upgrade would change, as the server sees it. */
export const diff = (release: Release, where: Where): Promise<ReleaseDiff> =>
  withValues(release, async (valuesFile) => {
    const how = { valuesFile, timeoutS: release.timeoutS, dryRun: true };
    const asked = helm(args.upgradeArgs(release, release.chart, how, await helmMajor()), options(where, release));
    const isThere = (await list(release.namespace, where)).some(({ name }) => name === release.name);
    const before = isThere ? await helm(args.manifestArgs(release), { ...where, timeoutS: shortS }) : '';
    return releaseDiff(before, parseUpgrade(await asked).manifest);
  });

export const list = async (namespace: string, where: Where): Promise<readonly Listed[]> =>
  parseList(await helm(args.listArgs(namespace), { ...where, timeoutS: shortS }));

export const history = async (release: Release, where: Where): Promise<readonly Past[]> =>
  parseHistory(await helm(args.historyArgs(release), { ...where, timeoutS: shortS }));

export const rollback = async (release: Release, revision: number, where: Where): Promise<void> => {
  await helm(args.rollbackArgs(release, revision, release.timeoutS, await helmMajor()), options(where, release));
};

export const uninstall = async (release: Release, where: Where): Promise<void> => {
  await helm(args.uninstallArgs(release, release.timeoutS), options(where, release));
};

/** The CRDs of a chart, as YAML. */
export const crds = (release: Release, where: Where): Promise<string> =>
  helm(args.crdsArgs(release.chart), { ...where, timeoutS: shortS });
