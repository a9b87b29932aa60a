import { parseArgs } from 'node:util';
import { createPrinter } from './printer.ts';
import { Refusal } from './refusal.ts';

const options = {
  env: { type: 'string' },
  context: { type: 'string' },
  yes: { type: 'boolean', default: false },
} as const;

const printer = createPrinter(process.stdout, process.env);

async function run(args: readonly string[]): Promise<void> {
  const { positionals, values } = parsed(args);
  // Imported here, so that an environment that is wrong ends in its sentence and not in a stack trace.
  const { environments } = await import('./environments/index.ts');
  const names = environments.map(({ name }) => name).join(', ');
  const environment = environments.find(({ name }) => name === values.env);

  const [command = ''] = positionals;
  if (positionals.length !== 1 || !['render', 'check', 'apply'].includes(command)) {
    throw new Refusal(2, `Expected one of render, check, apply, got \`${positionals.join(' ')}\``);
  }
  if (values.env !== undefined && environment === undefined) {
    throw new Refusal(2, `Expected an environment (${names}), got \`${values.env}\``);
  }

  if (command === 'render') return (await import('./render.ts')).render(printer, environment);
  if (command === 'check') return (await import('./check/check.ts')).check(printer, environment);
  if (environment === undefined) throw new Refusal(2, `Expected --env=<name>, one of ${names}, got nothing`);
  return (await import('./apply.ts')).apply(environment, values, printer);
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new Refusal(2, error instanceof Error ? error.message : String(error));
  }
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
