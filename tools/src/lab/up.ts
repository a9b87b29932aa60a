import { join } from 'node:path';
import { CannotRun } from '../cannot-run.ts';
import { imageArchive } from '../image/build-image.ts';
import { systemImages, workloadImages } from '../image/recipes.ts';
import { phase } from '../phase.ts';
import { createGroups } from './cgroups.ts';
import { addonArchives, bringAddons, type AddonName } from './addons.ts';
import { containerdAnswers, importImage } from './containerd.ts';
import { controlPlane, nodeDaemons, type Daemon, type DaemonOptions } from './daemons.ts';
import { kubectl } from './kubectl.ts';
import { labName } from './names.ts';
import { assertHostPortsFree, createNetwork } from './network.ts';
import { makeCertificates } from './pki.ts';
import { lastLogLines, startDaemon } from './start-daemon.ts';
import { until } from './until.ts';
import { addToUserKubeconfig } from './user-kubeconfig.ts';
import { writeConfig } from './write-config.ts';

const core = join(import.meta.dirname, 'addons/core');

export interface LabOptions extends DaemonOptions {
  readonly addons: readonly AddonName[];
}

/**
 * Make the lab, from nothing to a node that is ready and add-ons that are available.
 *
 * @param stop aborts it between two steps and in every wait; a daemon that ends aborts it by the same way
 */
export async function bringUp(options: LabOptions, stop: AbortController): Promise<void> {
  const { signal } = stop;
  const step = (label: string, work: () => Promise<void>) => {
    signal.throwIfAborted();
    return phase(label, work);
  };
  const pids = new Map<string, number>();
  const start = (daemons: readonly Daemon[]) => {
    for (const daemon of daemons) {
      signal.throwIfAborted();
      pids.set(
        daemon.name,
        startDaemon(daemon, pids.get('containerd'), (why) => stop.abort(why)),
      );
    }
  };

  const archives: string[] = [];
  for (const recipe of [...systemImages, ...workloadImages]) archives.push(await imageArchive(recipe));
  const extra = await addonArchives(options.addons);
  await assertHostPortsFree();

  await step('certificates and configuration', async () => {
    await makeCertificates();
    await writeConfig();
  });
  await step('network', createNetwork);
  await step('control plane', async () => {
    createGroups();
    start(controlPlane());
    await waitFor('kube-apiserver', apiIsReady, signal);
    await waitFor('containerd', containerdAnswers, signal);
  });
  await step('node and images', async () => {
    start(nodeDaemons(options));
    for (const archive of archives) await importImage(archive, signal);
    await waitFor('kubelet', nodeIsReady, signal);
  });
  await step('CoreDNS and metrics-server', async () => {
    await kubectl(['apply', `--filename=${core}`], signal);
    const available = ['wait', '--for=condition=Available', '--timeout=120s'];
    await kubectl([...available, '--namespace=kube-system', 'deployment', '--all'], signal);
    await kubectl([...available, 'apiservice/v1beta1.metrics.k8s.io'], signal);
  });
  signal.throwIfAborted();
  await bringAddons(options.addons, extra, signal);
  await step('kubeconfig', addToUserKubeconfig);
}

/** Wait for a daemon's work; when it does not come, say so with the end of its log. */
async function waitFor(
  name: string,
  probe: (signal: AbortSignal) => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  const succeeds = () =>
    probe(signal).then(
      () => true,
      () => false,
    );
  try {
    await until(`${name} is ready`, succeeds, { timeoutMs: 90_000, signal });
  } catch (error) {
    signal.throwIfAborted();
    throw new CannotRun(`${(error as Error).message}; its last lines:\n${lastLogLines(name)}`, { cause: error });
  }
}

const apiIsReady = (signal: AbortSignal) => kubectl(['get', '--raw', '/readyz'], signal);
const nodeIsReady = (signal: AbortSignal) =>
  kubectl(['wait', '--for=condition=Ready', `node/${labName}`, '--timeout=5s'], signal);
