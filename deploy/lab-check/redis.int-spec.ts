import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { withTools } from '../integration/with-tools.ts';
import { defineEnvironment } from '../src/environment.ts';
import local from '../src/environments/local.ts';
import { builtFor, DeployLab } from './lab.ts';

const variant = (name: string, redis: Partial<typeof local.redis>) =>
  defineEnvironment({ ...local, tier: 'local', name, redis: { ...local.redis, ...redis } });

let lab: DeployLab;

beforeAll(async () => {
  const { stdout } = await withTools(['sh', '-c', 'echo $PATH'], {}, ['kubectl', 'kustomize']);
  process.env['PATH'] = stdout;
  lab = await DeployLab.create();
});
afterAll(() => lab.remove());

const inRedis = (pod: string, command: string) =>
  lab.kubectl('exec', pod, '--container=redis', '--', 'sh', '-c', command);
const role = (pod: string) => inRedis(pod, 'redis-cli $CLI_FLAGS --user probe info replication').catch(() => '');
interface Readiness {
  readonly status: string;
  readonly details: {
    readonly redis: { readonly nodes: readonly { role: string; address: string; ready: boolean }[] };
  };
}
const readyz = async () => {
  const text = await lab.kubectl('get', '--raw=/api/v1/namespaces/sluice/services/api:80/proxy/readyz');
  return JSON.parse(text) as Readiness;
};
const ready = async () => (await readyz()).status;
/** Empty while no node is ready, when the answer is an error. */
const nodes = () =>
  readyz()
    .then(({ details }) => details.redis.nodes)
    .catch(() => []);

/** The components of Redis that `local` itself does not take, on a real cluster. */
describe('redis', () => {
  it('speaks TLS only, replication and API included', async () => {
    const environment = variant('local-tls', { tls: true });
    const { failure } = await lab.apply(await builtFor(environment), {}, [], environment);
    expect(failure?.message).toBeUndefined();
    expect(await role('redis-replica-0')).toContain('master_link_status:up');
    expect(await role('redis-primary-0')).toContain('connected_slaves:2');
    // Without TLS nobody answers in words.
    expect(await inRedis('redis-primary-0', 'timeout 3 redis-cli --user probe ping 2>&1 || true')).not.toContain(
      'PONG',
    );
    expect(await ready()).toBe('ok');
    const metrics = await lab.kubectl('get', '--raw=/api/v1/namespaces/sluice/pods/redis-primary-0:9121/proxy/metrics');
    expect(metrics).toContain('redis_up 1');
    await lab.cli('destroy', '--env=local', '--confirm=local');
  });

  it('refuses writes that only the primary would have', async () => {
    const { failure } = await lab.apply(await builtFor(local));
    expect(failure?.message).toBeUndefined();
    await lab.kubectl('scale', 'statefulset', 'redis-replica', '--replicas=0');
    await lab.kubectl('wait', '--for=delete', 'pod/redis-replica-0', 'pod/redis-replica-1', '--timeout=60s');
    const write = 'REDISCLI_AUTH=$(cat /etc/redis-users/api) redis-cli --user api set a b';
    const answers = async () => inRedis('redis-primary-0', write);
    const deadline = Date.now() + 30_000;
    while (!(await answers()).startsWith('NOREPLICAS') && Date.now() < deadline) await sleep(500);
    expect(await answers()).toContain('NOREPLICAS Not enough good replicas to write.');
    await lab.cli('destroy', '--env=local', '--confirm=local');
  });

  it('has a new primary when the old one is gone, and takes the old one back as a replica', async () => {
    const environment = variant('local-sentinel', { failover: 'sentinel' });
    const { failure } = await lab.apply(await builtFor(environment), {}, [], environment);
    expect(failure?.message).toBeUndefined();

    const startedAt = Date.now();
    await lab.kubectl('scale', 'statefulset', 'redis-primary', '--replicas=0');
    const roles = () => Promise.all(['redis-replica-0', 'redis-replica-1'].map(role));
    while (!(await roles()).some((text) => text.includes('role:master')) && Date.now() - startedAt < 60_000)
      await sleep(500);
    console.log(`a new primary after ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
    expect((await roles()).filter((text) => text.includes('role:master'))).toHaveLength(1);

    // The API has heard of it: its primary is another node now.
    const serves = async () => (await nodes()).find((node) => node.role === 'primary' && node.ready)?.address ?? '';
    while (!(await serves()).startsWith('redis-replica-') && Date.now() - startedAt < 60_000) await sleep(500);
    expect(await serves()).toMatch(/^redis-replica-\d\.redis-replica:6379$/);

    await lab.kubectl('scale', 'statefulset', 'redis-primary', '--replicas=1');
    const isBack = async () => /role:slave[^]*master_link_status:up/.test(await role('redis-primary-0'));
    while (!(await isBack()) && Date.now() - startedAt < 180_000) await sleep(1000);
    expect(await isBack()).toBe(true);
    await lab.kubectl('wait', '--for=condition=Ready', 'pod/redis-primary-0', '--timeout=60s');
  });
});
