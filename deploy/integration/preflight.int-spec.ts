import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cli, withTools } from './with-tools.ts';

/** A cluster that is switched off: nothing listens on port 1. */
const kubeconfig = (context: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'silent', cluster: { server: 'https://127.0.0.1:1' } }],
    users: [{ name: 'nobody', user: {} }],
    contexts: [{ name: context, context: { cluster: 'silent', user: 'nobody' } }],
  });

describe('apply, before it touches anything', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-kubeconfig-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const apply = (context: string, ...args: string[]) => {
    const file = join(folder, 'config');
    writeFileSync(file, kubeconfig(context));
    return withTools(cli('apply', ...args), { KUBECONFIG: file });
  };

  it('says how to start the lab when its context is not there', async () => {
    const { exitCode, stderr } = await apply('elsewhere', '--env=local');
    expect(stderr).toBe(
      'Expected a kubectl context `sluice-lab`, got elsewhere.\nStart the lab: npx nx run tools:lab-up',
    );
    expect(exitCode).toBe(2);
  });

  it('says so when the cluster does not answer', async () => {
    const { exitCode, stderr } = await apply('sluice-staging', '--env=staging', '--yes');
    expect(stderr).toContain('The cluster of context `sluice-staging` does not answer');
    expect(exitCode).toBe(2);
  });

  it('refuses images that nobody has published', async () => {
    const { exitCode, stderr } = await apply('sluice-prod', '--env=prod', '--yes');
    expect(stderr).toBe(
      'Expected published images, got none for api, redis, exporter: ' +
        'write their digests into deploy/src/environments/prod.ts. Nothing was changed.',
    );
    expect(exitCode).toBe(2);
  });

  it('goes where --context says', async () => {
    const { exitCode, stderr } = await apply('elsewhere', '--env=local', '--context=elsewhere');
    expect(stderr).toContain('The cluster of context `elsewhere` does not answer');
    expect(exitCode).toBe(2);
  });
});
