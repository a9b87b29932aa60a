import { parseObjects } from '../build.ts';
import type { Environment } from '../environment.ts';
import { environments } from '../environments/index.ts';
import type { Printer } from '../printer.ts';
import { Refusal } from '../refusal.ts';
import { overlayFolder } from '../rendered.ts';
import { findings, rules } from '../rules/index.ts';
import { rendered } from '../rules/rendered.ts';
import { afterWaivers, waiversOf } from '../rules/waivers.ts';
import { isKubectlThere, kubectl } from '../run/kubectl.ts';
import { assertFresh } from './fresh.ts';
import { alertGate, gates, type Built } from './gates.ts';

/**
 * The whole gate, without a cluster: fresh, our rules, the checkers of others.
 *
 * @param only one environment instead of all
 * @throws Refusal (1) that names everything that is wrong, (2) when a program is missing and this is CI
 */
export async function check(printer: Printer, only?: Environment): Promise<void> {
  assertFresh();
  printer.line('✔ deploy/rendered is what deploy/src renders');
  if (!(await isKubectlThere()))
    throw new Refusal(2, 'Expected `kubectl` on PATH to build the overlays. Run this through Nx.');

  const wrong: string[] = [];
  const missing = new Set<string>();
  const say = (where: string, what: string, objection: string | undefined): void => {
    printer.line(objection === undefined ? `✔ ${where}: ${what}` : `✖ ${where}: ${what}\n${indented(objection)}`);
    if (objection !== undefined) wrong.push(where);
  };

  for (const environment of only ? [only] : environments) {
    const built = await build(environment);
    const found = afterWaivers(findings(rendered(environment, built.objects)), waiversOf(built.objects), today());
    const listed = found.map(({ rule, object, message }) => `${rule} ${object}: ${message}`).join('\n');
    say(
      environment.name,
      `keeps ${rules.length} rules between its ${built.objects.length} objects`,
      listed || undefined,
    );
    for (const { program, what, run } of gates) {
      const { objection, isMissing } = await run(built);
      if (isMissing) missing.add(program);
      else say(environment.name, what, objection);
    }
  }
  const { objection, isMissing } = await alertGate.run();
  if (isMissing) missing.add(alertGate.program);
  else say('alerts', alertGate.what, objection);

  if (missing.size > 0) {
    const names = [...missing].join(', ');
    printer.line(`… skipped, since they are not on PATH: ${names}. \`npx nx run deploy:check\` gets them`);
    if (process.env['CI']) throw new Refusal(2, `Expected ${names} on PATH in CI, found none.`);
  }
  if (wrong.length > 0) throw new Refusal(1, `${wrong.length} checks failed: ${[...new Set(wrong)].join(', ')}`);
}

async function build(environment: Environment): Promise<Built> {
  const text = await kubectl(['kustomize', overlayFolder(environment.name)]);
  return { environment, text, objects: parseObjects(text) };
}

const today = (): string => new Date().toISOString().slice(0, 10);
const indented = (text: string): string =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
