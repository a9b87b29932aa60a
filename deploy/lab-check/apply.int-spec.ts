import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { set, without } from '../integration/mutate.ts';
import { withTools } from '../integration/with-tools.ts';
import { built, builtWith, DeployLab } from './lab.ts';
import { withLoad } from './load.ts';

const pod = ['spec', 'template', 'spec'] as const;
const image = [...pod, 'containers', 'api', 'image'] as const;
const configuration = 'overlays/local/kustomization.yaml';

let lab: DeployLab;

beforeAll(async () => {
  const { stdout } = await withTools(['sh', '-c', 'echo $PATH'], {}, ['kubectl', 'kustomize', 'k6']);
  process.env['PATH'] = stdout;
  lab = await DeployLab.create();
});
afterAll(() => lab.remove());

const apiPods = () => lab.kubectl('get', 'pods', '--selector=app.kubernetes.io/name=api', '--output=name');
const exitOf = async (
  running: PromiseLike<{ exitCode?: number | undefined; all: string }> | { exitCode?: number | undefined; all: string },
) => {
  const { exitCode, all } = await running;
  return { exitCode, all };
};

/** In this order: each begins where the one before ended. */
describe('apply, on a real cluster', () => {
  it('brings everything the first time, and generates the passwords', async () => {
    const { exitCode, all } = await exitOf(lab.cli('apply', '--env=local'));
    expect(all).toMatch(
      /\+ Namespace\/sluice\n[^]*20 to create, 0 to change, 0 to prune[^]*Revision 1 is applied and works/,
    );
    expect(exitCode).toBe(0);
    const inRedis = ['exec', 'redis-primary-0', '--container=redis', '--', 'sh', '-c'];
    const ping = await lab.kubectl(...inRedis, 'env -u REDISCLI_AUTH redis-cli ping');
    expect(ping).toContain('NOAUTH Authentication required.');
    const flush = await lab.kubectl(...inRedis, 'redis-cli --user probe flushall');
    expect(flush).toContain("NOPERM this user has no permissions to run the 'flushall' command");
  });

  it('changes nothing the second time', async () => {
    const before = await apiPods();
    const { exitCode, all } = await exitOf(lab.cli('apply', '--env=local'));
    expect(all).toContain('0 to create, 0 to change, 0 to prune, 20 as they are\nNothing to change: 0 changes.');
    expect(exitCode).toBe(0);
    expect(await apiPods()).toBe(before);
    expect(await exitOf(lab.cli('diff', '--env=local'))).toMatchObject({ exitCode: 0 });
  });

  it('rolls the pods when the configuration changes', async () => {
    const before = await apiPods();
    const { said, failure } = await lab.apply(await builtWith(configuration, (text) => text.replace('=info', '=warn')));
    expect(failure).toBeUndefined();
    expect(said).toMatch(/\+ ConfigMap\/api-\w+\n {2}~ Deployment\/api\n/);
    expect(await apiPods()).not.toBe(before);
    // The configuration before stays, to be rolled back to.
    expect((await lab.kubectl('get', 'configmaps', '--output=name')).match(/configmap\/api-/g)).toHaveLength(2);
    expect(await exitOf(lab.cli('diff', '--env=local'))).toMatchObject({ exitCode: 1 });
  });

  it('prunes what left the manifests, and nothing that is not ours', async () => {
    await lab.kubectl('create', 'configmap', 'of-somebody-else');
    const { said, failure } = await lab.apply(
      await builtWith(configuration, (text) => text.replace('  - ../../components/disruption-budgets\n', '')),
    );
    expect(failure).toBeUndefined();
    expect(said).toMatch(/pruned PodDisruptionBudget\/api\npruned PodDisruptionBudget\/redis-replica/);
    expect(await lab.kubectl('get', 'poddisruptionbudgets', '--output=name')).toBe('');
    expect(await lab.kubectl('get', 'configmap', 'of-somebody-else', '--output=name')).not.toBe('');
  });

  it('keeps what holds data, unless it is told to let it go', async () => {
    const objects = without('StatefulSet/redis-replica')(await built());
    const { said } = await lab.apply(objects);
    expect(said).toContain('kept StatefulSet/redis-replica, which holds data: --allow-data-loss prunes it');
    expect(await lab.kubectl('get', 'statefulset', 'redis-replica', '--output=name')).not.toBe('');
  });

  it('rolls a broken image back by itself, and users notice nothing', async () => {
    const before = await apiPods();
    const objects = set('Deployment/api', image, 'docker.io/sluice/api:broken')(await built());
    const [{ said, failure }, met] = await withLoad(lab.networkNamespace, 'http://127.0.0.1:32000/items', () =>
      lab.apply(objects),
    );
    expect(said).toMatch(
      /Deployment\/api fails: Pod\/api-\S+, container api: (ErrImagePull|ImagePullBackOff) [^]*Events of /,
    );
    expect(said).toMatch(/Rolling back to revision \d+:/);
    expect(failure?.message).toMatch(
      /^Rolled back to revision \d+, which runs\. Revision \d+ failed: Deployment\/api fails/,
    );
    // The pods that served go on; broken ones may still be on their way out.
    expect(await apiPods()).toContain(before);
    console.log(`a broken image rolled back: ${met.requests} requests, ${met.failed} failed`);
    expect(met.requests).toBeGreaterThan(100);
    expect(met.failed).toBe(0);
  });

  it('rolls back pods that the server refuses by their Pod Security', async () => {
    const privileged = set('Deployment/api', [...pod, 'containers', 'api', 'securityContext'], { privileged: true });
    const { said, failure } = await lab.apply(privileged(await built()));
    expect(said).toMatch(/FailedCreate: .*violates PodSecurity "restricted:latest"/);
    expect(failure?.message).toMatch(/^Rolled back to revision/);
  });

  it('refuses a pod that is not restricted, whoever brings it', async () => {
    const run = lab.kubectl('run', 'root', '--image=docker.io/library/redis:7.0.15-bookworm');
    await expect(run).rejects.toThrow(/violates PodSecurity "restricted:latest"/);
  });

  it('lets a second apply wait for the first', async () => {
    const change = await builtWith(configuration, (text) => text.replace('=info', '=error'));
    const first = lab.apply(change);
    await leaseIsHeld();
    const second = await exitOf(lab.cli('apply', '--env=local'));
    expect((await first).failure).toBeUndefined();
    expect(second.all).toMatch(/another apply is at work \(.+\); waiting for it/);
    expect(second.exitCode).toBe(0);
    expect(await exitOf(lab.cli('diff', '--env=local'))).toMatchObject({ exitCode: 0 });
  });

  it('finishes what an apply that was killed has begun', async () => {
    const started = await builtWith(configuration, (text) => text.replace('=info', '=debug'));
    await lab.apply(started);
    const killed = lab.cli('apply', '--env=local');
    await says(killed, 'ground: ');
    killed.kill('SIGKILL');
    await killed;
    expect(await exitOf(lab.cli('diff', '--env=local'))).toMatchObject({
      exitCode: 1,
      all: expect.stringContaining('the last apply did not end; this one finishes its work'),
    });
    const next = await exitOf(lab.cli('apply', '--env=local'));
    expect(next.all).toMatch(/The last apply did not end; this one finishes its work[^]*is applied and works/);
    expect(next.exitCode).toBe(0);
    expect(await exitOf(lab.cli('diff', '--env=local'))).toMatchObject({ exitCode: 0 });
  });

  it('finds drift by hand, refuses to run over it unasked, and repairs it when asked', async () => {
    expect(await exitOf(lab.cli('drift', '--env=local'))).toMatchObject({ exitCode: 0 });
    await lab.kubectl(
      'patch',
      'deployment',
      'api',
      '--patch={"spec":{"minReadySeconds":9}}',
      '--field-manager=somebody',
    );
    await lab.kubectl('delete', 'service', 'redis-replica');

    const drift = await exitOf(lab.cli('drift', '--env=local'));
    expect(drift.all).toMatch(
      /\+ Service\/redis-replica\n {2}~ Deployment\/api[^]*- {3}minReadySeconds: 9\n\+ {3}minReadySeconds: 3|minReadySeconds: 9/,
    );
    expect(drift.exitCode).toBe(1);
    const refused = await exitOf(lab.cli('apply', '--env=local'));
    expect(refused.all).toMatch(
      /Somebody else has changed fields of ours:[^]*"somebody"[^]*minReadySeconds[^]*--repair takes them back/,
    );
    expect(refused.exitCode).toBe(1);

    expect(await exitOf(lab.cli('apply', '--env=local', '--repair'))).toMatchObject({ exitCode: 0 });
    expect(await exitOf(lab.cli('drift', '--env=local'))).toMatchObject({ exitCode: 0 });
  });

  it('tells the history, and goes back to any revision of it', async () => {
    const history = await exitOf(lab.cli('history', '--env=local'));
    expect(history.all).toMatch(/^ +\d+ {2}\S+ {2}applied {2}apply\n/);
    const numbers = [...history.all.matchAll(/^ +(\d+) {2}\S+ {2}applied/gm)].map(([, number]) => number);
    expect(numbers.length).toBeGreaterThan(1);
    const unknown = await exitOf(lab.cli('rollback', '--env=local', '--to=999'));
    expect(unknown.all).toMatch(/^Expected a revision that was applied \([\d, ]+\), got 999$/);

    const debug = await lab.apply(await builtWith(configuration, (text) => text.replace('=info', '=fatal')));
    expect(debug.failure).toBeUndefined();
    const back = await exitOf(lab.cli('rollback', '--env=local'));
    expect(back.all).toMatch(/Plan to roll back to \d+ local[^]*~ Deployment\/api[^]*is applied and works/);
    expect(await exitOf(lab.cli('diff', '--env=local'))).toMatchObject({ exitCode: 0 });
  });

  it('stops at an immutable change before anything is touched', async () => {
    const { failure } = await lab.apply(
      set('StatefulSet/redis-primary', ['spec', 'serviceName'], 'other')(await built()),
    );
    expect(failure?.message).toContain('Expected no change of an immutable field.');
    expect(await exitOf(lab.cli('diff', '--env=local'))).toMatchObject({ exitCode: 0 });
  });

  it('says who may not, and changes nothing', async () => {
    const refused = await exitOf(await lab.cliAs('nobody', 'apply', '--env=local'));
    expect(refused.all).toMatch(/^Expected permission to patch deployments\.apps, [^]*Ask for a role that has it/);
    expect(refused.exitCode).toBe(2);
  });

  it('lets the real server try every environment, custom kinds included', async () => {
    await execa('kubectl', [`--context=${lab.context}`, 'apply', '--server-side', '--filename=schemas/crds'], {
      cwd: `${import.meta.dirname}/..`,
    });
    const crds = ['wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s'];
    await lab.kubectl(...crds);
    for (const name of ['local-keda', 'staging', 'prod']) {
      const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: await built(name) });
      const args = ['apply', '--server-side', '--dry-run=server', '--force-conflicts', '--filename=-'];
      // The volume of the primary is what no running set may get: there it is tried under another name.
      const renamed = input
        .replaceAll('"redis-primary"', '"redis-primary-x"')
        .replaceAll('"redis-replica"', '"redis-replica-x"');
      const tried = await execa('kubectl', [`--context=${lab.context}`, ...args], { input: renamed });
      expect(tried.stderr).not.toContain('Warning');
      expect(tried.stdout).toContain('serverside-applied (server dry run)');
    }
  });

  it('is gone when it is destroyed by its name, and only then', async () => {
    expect(await exitOf(lab.cli('destroy', '--env=local'))).toMatchObject({
      exitCode: 2,
      all: 'Expected --confirm=local, since there is no terminal to ask on. Nothing was changed.',
    });
    const gone = await exitOf(lab.cli('destroy', '--env=local', '--confirm=local'));
    expect(gone).toMatchObject({ exitCode: 0, all: expect.stringContaining('local is gone') });
    expect(await lab.kubectl('get', 'namespace', 'sluice', '--ignore-not-found')).toBe('');
  });
});

async function leaseIsHeld(): Promise<void> {
  for (;;) {
    if ((await lab.kubectl('get', 'lease', 'sluice-apply', '--ignore-not-found', '--output=name')) !== '') return;
  }
}

const says = (running: ReturnType<DeployLab['cli']>, what: string): Promise<void> =>
  new Promise((resolve, reject) => {
    let said = '';
    running.all.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes(what)) resolve();
    });
    running.all.on('end', () => reject(new Error(`expected "${what}" to be said, got:\n${said}`)));
  });
