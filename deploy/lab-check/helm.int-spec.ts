import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { withTools } from '../integration/with-tools.ts';
import { defineRelease } from '../src/helm/release.ts';
import * as helm from '../src/helm/releases.ts';
import { set } from '../integration/mutate.ts';
import { built, DeployLab } from './lab.ts';

const password = 'correct-horse-battery';
const release = (values: object, timeoutS = 60) =>
  defineRelease({
    ...{ name: 'check', namespace: 'helm-check', timeoutS },
    chart: { name: join(import.meta.dirname, 'chart'), version: '1.0.0' },
    values: { password, ...values },
  });

let lab: DeployLab;
let where: helm.Where;

beforeAll(async () => {
  const { stdout } = await withTools(['sh', '-c', 'echo $PATH'], {}, ['kubectl', 'helm', 'kustomize']);
  process.env['PATH'] = stdout;
  lab = await DeployLab.create();
  where = { context: lab.context };
});
afterAll(async () => {
  await lab.kubectl('delete', 'namespace', 'helm-check', '--ignore-not-found');
  await lab.remove();
});

const inCheck = (...args: string[]) => lab.kubectl('--namespace=helm-check', ...args);

/** In this order. */
describe('a release, by real helm on a real cluster', () => {
  it('is installed, and waited for', async () => {
    expect(await helm.upgrade(release({}), where)).toMatchObject({ version: 1, info: { status: 'deployed' } });
    expect(await inCheck('get', 'deployment', 'check', '--output=jsonpath={.status.readyReplicas}')).toBe('1');
  });

  it('shows what an upgrade would change, and nothing when nothing would', async () => {
    expect(await helm.diff(release({}), where)).toEqual({ created: [], changed: [], removed: [] });
    expect(await helm.diff(release({ greeting: 'good morning', password: 'another' }), where)).toEqual({
      created: [],
      changed: ['Secret/check', 'ConfigMap/check'],
      removed: [],
    });
  });

  it('is upgraded', async () => {
    expect(await helm.upgrade(release({ greeting: 'good morning' }), where)).toMatchObject({ version: 2 });
    expect(await inCheck('get', 'configmap', 'check', '--output=jsonpath={.data.greeting}')).toBe('good morning');
  });

  it('is as before when an upgrade fails, and says no secret', async () => {
    const lines: string[] = [];
    const broken = release({ image: `docker.io/library/${password}:none`, greeting: 'never' }, 10);
    const failed = helm.upgrade(broken, { ...where, onLine: (line) => lines.push(line) });
    await expect(failed).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(/^helm upgrade check failed/),
    });
    await expect(failed).rejects.not.toThrow(password);
    expect(lines.join('\n')).not.toContain(password);
    expect(await inCheck('get', 'configmap', 'check', '--output=jsonpath={.data.greeting}')).toBe('good morning');
    const history = await helm.history(broken, where);
    expect(history.map(({ status }) => status)).toEqual(['superseded', 'superseded', 'failed', 'deployed']);
    expect(history.at(-1)?.description).toBe('Rollback to 2');
  });

  it('goes back to any revision', async () => {
    await helm.rollback(release({}), 1, where);
    expect(await inCheck('get', 'configmap', 'check', '--output=jsonpath={.data.greeting}')).toBe('hello');
    expect(await helm.list('helm-check', where)).toMatchObject([{ name: 'check', revision: 5, status: 'deployed' }]);
  });

  it('is stopped by a signal, and nothing is half-way', async () => {
    const stop = new AbortController();
    const upgrading = helm.upgrade(release({ image: 'docker.io/library/redis:none' }), {
      ...where,
      signal: stop.signal,
    });
    const isPending = async () => (await helm.list('helm-check', where))[0]?.status === 'pending-upgrade';
    while (!(await isPending()));
    stop.abort();
    await expect(upgrading).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining('was stopped') });
    expect(await helm.list('helm-check', where)).toMatchObject([
      { status: expect.stringMatching(/^(deployed|failed)$/) },
    ]);
  });

  it('comes with our own objects in one plan, and goes back with them', async () => {
    const first = await lab.apply(await built(), {}, [release({ greeting: 'one plan' })]);
    expect(first.failure).toBeUndefined();
    expect(first.said).toMatch(
      /~ Release\/check 1\.0\.0 \(0 new, \d changed, 0 removed objects\)[^]*Release\/check 1\.0\.0 is deployed/,
    );
    const again = await lab.apply(await built(), {}, [release({ greeting: 'one plan' })]);
    expect(again.said).toContain('Nothing to change: 0 changes.');

    const image = ['spec', 'template', 'spec', 'containers', 'api', 'image'];
    const broken = set('Deployment/api', image, 'docker.io/sluice/api:broken')(await built());
    const failed = await lab.apply(broken, {}, [release({ greeting: 'never kept' })]);
    expect(failed.failure?.message).toMatch(/^Rolled back to revision/);
    expect(failed.said).toMatch(/Release\/check is back at revision \d+/);
    expect(await inCheck('get', 'configmap', 'check', '--output=jsonpath={.data.greeting}')).toBe('one plan');
  });

  it('is gone when it is uninstalled, also the second time', async () => {
    await helm.uninstall(release({}), where);
    expect(await helm.list('helm-check', where)).toEqual([]);
    expect(await inCheck('get', 'deployments,configmaps', '--output=name')).toBe('configmap/kube-root-ca.crt\n'.trim());
    await helm.uninstall(release({}), where);
  });

  it('refuses a cluster that is not there', async () => {
    const nowhere = helm.list('helm-check', { context: 'nowhere' });
    await expect(nowhere).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('context "nowhere" does not exist'),
    });
  });
});
