import type { Environment } from './environment.ts';
import { Refusal } from './refusal.ts';
import { kubectl, kubectlOn } from './run/kubectl.ts';

/**
 * The context exists and its cluster answers; nothing was changed yet.
 *
 * @throws Refusal (2) that says what to do
 */
export async function assertReachable({ tier }: Environment, context: string): Promise<void> {
  const wayOut =
    tier === 'local' ? 'Start the lab: npx nx run tools:lab-up' : 'Add it to your kubeconfig, or give --context=<name>';
  const contexts = (await kubectl(['config', 'get-contexts', '--output=name'])).split('\n').filter(Boolean);
  if (!contexts.includes(context)) {
    const got = contexts.length === 0 ? 'none at all' : contexts.join(', ');
    throw new Refusal(2, `Expected a kubectl context \`${context}\`, got ${got}.\n${wayOut}`);
  }
  const answer = await kubectlOn(context)(['get', '--raw=/readyz', '--request-timeout=5s'], { quiet: true });
  if (answer !== 'ok') throw new Refusal(2, `The cluster of context \`${context}\` does not answer.\n${wayOut}`);
}
