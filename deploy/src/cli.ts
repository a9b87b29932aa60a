import { parseArgs } from 'node:util';
import type { Environment } from './environment.ts';
import { createPrinter } from './printer.ts';
import { Refusal } from './refusal.ts';

const options = {
  env: { type: 'string' },
  context: { type: 'string' },
  yes: { type: 'boolean', default: false },
  'no-auto-rollback': { type: 'boolean', default: false },
  'allow-data-loss': { type: 'boolean', default: false },
  repair: { type: 'boolean', default: false },
  to: { type: 'string' },
  confirm: { type: 'string' },
} as const;

const printer = createPrinter(process.stdout, process.env);

type Values = ReturnType<typeof parsed>['values'];
type Command = (values: Values, environment: Environment) => Promise<0 | 1 | void>;

const applyOptions = (values: Values) => ({
  ...values,
  noAutoRollback: values['no-auto-rollback'],
  allowDataLoss: values['allow-data-loss'],
});

async function showCost(environment: Environment): Promise<void> {
  const { build } = await import('./build.ts');
  const { costs, costText } = await import('./cost/cost.ts');
  const { rendered } = await import('./rules/rendered.ts');
  printer.line(costText(costs(rendered(environment, await build(environment.name)))));
}

/** Those that need an environment. What each loads is loaded by it alone. */
const commands: Readonly<Record<string, Command>> = {
  cost: (_values, environment) => showCost(environment),
  diff: async ({ context }, environment) => (await import('./apply/diff.ts')).diff(environment, context, printer),
  apply: async (values, environment) =>
    (await import('./apply/apply.ts')).apply(environment, applyOptions(values), printer),
  rollback: async (values, environment) =>
    (await import('./apply/rollback.ts')).rollback(environment, applyOptions(values), printer),
  history: async ({ context }, environment) =>
    (await import('./apply/history.ts')).history(environment, context, printer),
  drift: async ({ context }, environment) => (await import('./apply/diff.ts')).drift(environment, context, printer),
  destroy: async (values, environment) => (await import('./apply/destroy.ts')).destroy(environment, values, printer),
};
const names = ['render', 'check', 'scan', ...Object.keys(commands)].join(', ');

async function run(args: readonly string[]): Promise<0 | 1 | void> {
  const { positionals, values } = parsed(args);
  // Imported here, so that an environment that is wrong ends in its sentence and not in a stack trace.
  const { environments } = await import('./environments/index.ts');
  const known = environments.map(({ name }) => name).join(', ');
  const environment = environments.find(({ name }) => name === values.env);

  const [name = ''] = positionals;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (positionals.length !== 1 || (command === undefined && !['render', 'check', 'scan'].includes(name))) {
    throw new Refusal(2, `Expected one of ${names}, got \`${positionals.join(' ')}\``);
  }
  if (values.env !== undefined && environment === undefined) {
    throw new Refusal(2, `Expected an environment (${known}), got \`${values.env}\``);
  }

  if (name === 'render') return (await import('./render.ts')).render(printer, environment);
  if (name === 'check') return (await import('./check/check.ts')).check(printer, environment);
  if (name === 'scan') return (await import('./check/scan.ts')).scan(printer, environment);
  if (environment === undefined) throw new Refusal(2, `Expected --env=<name>, one of ${known}, got nothing`);
  return command?.(values, environment);
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new Refusal(2, error instanceof Error ? error.message : String(error));
  }
}

try {
  process.exitCode = (await run(process.argv.slice(2))) ?? 0;
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
