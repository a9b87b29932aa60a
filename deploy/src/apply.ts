import { createInterface } from 'node:readline/promises';
import { assertFresh } from './check/fresh.ts';
import { build } from './build.ts';
import type { Environment } from './environment.ts';
import { plan, planText, type Plan } from './plan.ts';
import { assertReachable } from './preflight.ts';
import type { Printer } from './printer.ts';
import { overlayFolder } from './rendered.ts';
import { Refusal } from './refusal.ts';
import { kubectlOn, type Kubectl } from './run/kubectl.ts';
import { ensureSecrets } from './secrets/ensure.ts';
import { waitForRollout } from './wait.ts';

export interface ApplyOptions {
  /** Another kubectl context than the environment's. */
  readonly context?: string | undefined;
  /** Do not ask. */
  readonly yes: boolean;
}

/** Bring a cluster to what is rendered: look, say what would change, ask, apply, wait. */
export async function apply(environment: Environment, options: ApplyOptions, printer: Printer): Promise<void> {
  const context = options.context ?? environment.kubeContext;
  const overlay = overlayFolder(environment.name);
  const cluster = kubectlOn(context, environment.namespace);

  assertFresh();
  await assertReachable(environment, context);

  const planned = planText(await planOf(cluster, environment, overlay));
  printer.line(`Plan for ${environment.name} (context ${context}, namespace ${environment.namespace}):\n${planned}`);
  if (environment.tier !== 'local' && !options.yes) await askOrRefuse(environment, printer);

  const objects = await build(environment.name);
  const apply = ['apply', '--server-side', `--field-manager=${fieldManager}`];
  const namespace = JSON.stringify(objects.find(({ kind }) => kind === 'Namespace'));
  await cluster([...apply, '--filename=-'], { input: namespace });
  await ensureSecrets(environment, cluster, printer);
  await cluster([...apply, `--kustomize=${overlay}`]);
  printer.line('Applied. Waiting for the rollout:');
  await waitForRollout(cluster, printer);
  printer.line(`${environment.name} runs: ${environment.apiUrl}`);
}

const fieldManager = 'sluice';

async function planOf(cluster: Kubectl, { name, namespace }: Environment, overlay: string): Promise<Plan> {
  const objects = (await build(name)).map(({ kind, metadata }) => `${kind}/${metadata?.name}`);
  const exists = await cluster(['get', 'namespace', namespace, '--ignore-not-found', '--output=name']);
  // The server cannot try out objects in a namespace that is not there: then all of them are new.
  if (exists === '') return { created: objects, changed: [], unchanged: 0, diff: '' };
  const args = ['diff', '--server-side', `--field-manager=${fieldManager}`, `--kustomize=${overlay}`];
  return plan(await cluster(args, { okExitCodes: [0, 1] }), objects.length);
}

async function askOrRefuse({ name }: Environment, { isTty }: Printer): Promise<void> {
  if (!isTty || !process.stdin.isTTY) {
    throw new Refusal(2, `Expected --yes: \`${name}\` is not applied unasked, and there is no terminal to ask on`);
  }
  const readline = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await readline.question(`Apply this to ${name}? [y/N] `);
  readline.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new Refusal(2, 'Nothing was changed');
}
