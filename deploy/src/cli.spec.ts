import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { execa } from 'execa';

const cli = fileURLToPath(new URL('cli.ts', import.meta.url));
const run = (...args: string[]) =>
  // The options of Jest's own process are not those of the command.
  execa('node', ['--conditions=@sluice/source', cli, ...args], { reject: false, env: { NODE_OPTIONS: '' } });

describe('the command line', () => {
  it.each([
    [['apply', '--env=nope'], 'Expected an environment (local, local-keda, staging, prod), got `nope`'],
    [['render', '--env=nope'], 'Expected an environment (local, local-keda, staging, prod), got `nope`'],
    [['apply'], 'Expected --env=<name>, one of local, local-keda, staging, prod, got nothing'],
    [
      ['deploy'],
      'Expected one of render, check, scan, cost, diff, apply, rollback, history, drift, destroy, got `deploy`',
    ],
    [[], 'Expected one of render, check, scan, cost, diff, apply, rollback, history, drift, destroy, got ``'],
    [['apply', '--force'], "Unknown option '--force'"],
  ])('refuses %j', async (args, sentence) => {
    const { exitCode, stderr } = await run(...args);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
    expect(exitCode).toBe(2);
  });
});
