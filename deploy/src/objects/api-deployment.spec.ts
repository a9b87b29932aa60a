import { API_PORT, paths } from '@sluice/api-contract/http';
import { describe, expect, it } from '@jest/globals';
import type { Environment } from '../environment.ts';
import local from '../environments/local.ts';
import prod from '../environments/prod.ts';
import { drainMs } from './api-config.ts';
import { apiDeployment, apiDeploymentPatch } from './api-deployment.ts';

const pod = apiDeployment.spec?.template.spec;
const container = pod?.containers[0];
const sized = (environment: Environment) => apiDeploymentPatch(environment).spec?.template?.spec?.containers?.[0];

describe('apiDeployment', () => {
  it('leaves the scale to the autoscaler', () => {
    expect(apiDeployment.spec).not.toHaveProperty('replicas');
    expect(apiDeploymentPatch(prod).spec).not.toHaveProperty('replicas');
  });

  it('asks three different questions, on the named port of the contract', () => {
    const probes = [container?.startupProbe, container?.livenessProbe, container?.readinessProbe];
    expect(new Set(probes.map((probe) => JSON.stringify(probe))).size).toBe(3);
    expect(probes.map((probe) => probe?.httpGet?.path)).toEqual([paths.livez, paths.livez, paths.readyz]);
    expect(probes.map((probe) => probe?.httpGet?.port)).toEqual(['http', 'http', 'http']);
    expect(container?.ports).toEqual([{ name: 'http', containerPort: API_PORT }]);
  });

  it('gives each probe its whole period', () => {
    for (const probe of [container?.startupProbe, container?.livenessProbe, container?.readinessProbe]) {
      expect(probe?.timeoutSeconds).toBeLessThanOrEqual(probe?.periodSeconds ?? 0);
    }
  });

  it('has time to leave: the sleep, the drain and five seconds', () => {
    const sleepS = container?.lifecycle?.preStop?.sleep?.seconds ?? Infinity;
    expect(pod?.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(sleepS + drainMs / 1000 + 5);
  });

  it('has more time to become available than its start may take', () => {
    const { periodSeconds = 10, failureThreshold = 3 } = container?.startupProbe ?? {};
    expect(apiDeployment.spec?.progressDeadlineSeconds).toBeGreaterThan(periodSeconds * failureThreshold);
  });

  it('limits the CPU only where the environment says so', () => {
    expect(sized(local)?.resources?.limits).toMatchObject({ cpu: '500m', memory: '256Mi' });
    expect(sized(prod)?.resources?.limits).not.toHaveProperty('cpu');
  });

  it('keeps the heap below the memory limit', () => {
    expect(sized(local)?.env?.[0]).toEqual({ name: 'NODE_OPTIONS', value: '--max-old-space-size=192' });
  });

  it('has its password in a file, and no other password', () => {
    expect(sized(prod)?.env).toEqual(
      expect.arrayContaining([
        { name: 'REDIS_PASSWORD_FILE', value: '/etc/redis-users/api' },
        { name: 'REDIS_URL', value: 'rediss://api@redis-primary-0.redis-primary:6379' },
      ]),
    );
    expect(pod?.volumes?.find(({ name }) => name === 'users')?.secret?.items).toEqual([{ key: 'api', path: 'api' }]);
  });
});
