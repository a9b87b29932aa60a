import type { Environment } from '../environment.ts';
import type { KubeObject } from '../kubernetes.ts';
import { Refusal } from '../refusal.ts';
import { kubectl, kubectlOn, type Kubectl } from '../run/kubectl.ts';

/** Sleeping before a stop by itself, and spread by revision, need at least this minor. */
const oldestMinor = 30;

/**
 * The cluster of an environment: it exists, answers and is new enough; nothing was changed yet.
 *
 * @param context another kubectl context than the environment's
 * @throws Refusal (2) that says what to do
 */
export async function connect(environment: Environment, context = environment.kubeContext): Promise<Kubectl> {
  const wayOut =
    environment.tier === 'local'
      ? 'Start the lab: npx nx run tools:lab-up'
      : 'Add it to your kubeconfig, or give --context=<name>';
  const contexts = (await kubectl(['config', 'get-contexts', '--output=name'])).split('\n').filter(Boolean);
  if (!contexts.includes(context)) {
    const got = contexts.length === 0 ? 'none at all' : contexts.join(', ');
    throw new Refusal(2, `Expected a kubectl context \`${context}\`, got ${got}.\n${wayOut}`);
  }
  const cluster = kubectlOn(context, environment.namespace);
  const version = await cluster(['version', '--output=json', '--request-timeout=5s'], { quiet: true });
  const minor = version === '' ? undefined : minorOf(version);
  if (minor === undefined) throw new Refusal(2, `The cluster of context \`${context}\` does not answer.\n${wayOut}`);
  if (minor < oldestMinor) throw new Refusal(2, `Expected Kubernetes 1.${oldestMinor} or newer, got 1.${minor}.`);
  return cluster;
}

function minorOf(json: string): number | undefined {
  const { serverVersion } = JSON.parse(json) as { serverVersion?: { minor: string } };
  return serverVersion && parseInt(serverVersion.minor, 10);
}

const needed = [
  'patch deployments.apps',
  'patch statefulsets.apps',
  'create configmaps',
  'create leases.coordination.k8s.io',
];

/** @throws Refusal (2) that names what the user of the context may not do */
export async function assertPermitted(cluster: Kubectl): Promise<void> {
  const answers = await Promise.all(
    needed.map(async (what) => ({
      what,
      answer: (await cluster(['auth', 'can-i', ...what.split(' ')], { okExitCodes: [0, 1] })).trim(),
    })),
  );
  const denied = answers.filter(({ answer }) => answer !== 'yes').map(({ what }) => what);
  if (denied.length > 0) {
    throw new Refusal(
      2,
      `Expected permission to ${denied.join(', ')}, got none. Ask for a role that has it; nothing was changed.`,
    );
  }
}

const builtIn = /^(v1|(apps|autoscaling|batch|policy)\/v\d|[a-z.]+\.k8s\.io\/v\d)$/;

/** @throws Refusal (2) that names the custom kinds that this cluster does not serve */
export async function assertServed(
  cluster: Kubectl,
  { tier }: Environment,
  objects: readonly KubeObject[],
): Promise<void> {
  const wanted = new Set(objects.map(({ apiVersion }) => apiVersion).filter((apiVersion) => !builtIn.test(apiVersion)));
  const missing: string[] = [];
  for (const apiVersion of wanted) {
    if ((await cluster(['get', `--raw=/apis/${apiVersion}`], { quiet: true })) === '') missing.push(apiVersion);
  }
  if (missing.length === 0) return;
  const wayOut =
    tier === 'local'
      ? 'Start the lab with its add-ons: npx nx run tools:lab-up --with=monitoring,keda'
      : 'Bring the releases of the environment first';
  throw new Refusal(2, `Expected a cluster that serves ${missing.join(', ')}, got none.\n${wayOut}`);
}
