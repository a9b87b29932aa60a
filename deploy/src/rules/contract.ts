import { envSchema } from '@sluice/api-contract/env';
import { API_PORT } from '@sluice/api-contract/http';
import { id } from './rendered.ts';
import { expect, rule } from './rule.ts';

export const onePort = rule(
  'XR-23',
  { why: 'a port that differs in one place is a connection refused', fix: 'import API_PORT from the contract' },
  ({ workloads, all }) => [
    ...workloads
      .filter(({ name }) => name === 'api')
      .flatMap(({ id, containers }) =>
        containers.flatMap(({ ports = [] }) =>
          ports.flatMap(({ containerPort }) =>
            expect(containerPort === API_PORT, id, `expected port ${API_PORT}, got ${containerPort}`),
          ),
        ),
      ),
    ...apiConfigs(all('ConfigMap')).flatMap((config) =>
      expect(
        config.data?.['PORT'] === String(API_PORT),
        id(config),
        `expected PORT ${API_PORT}, got ${config.data?.['PORT']}`,
      ),
    ),
  ],
);

const apiConfigs = <Config extends { metadata?: { name?: string } }>(configs: readonly Config[]) =>
  configs.filter(({ metadata }) => metadata?.name?.startsWith('api-'));

export const configurationIsAccepted = rule(
  'XR-39',
  {
    why: 'the API ends at once with a configuration that it does not know',
    fix: 'write the variables that `envSchema` of the contract names, as it wants them',
  },
  ({ workloads, all }) =>
    workloads
      .filter(({ name }) => name === 'api')
      .flatMap(({ id, containers }) => {
        const own = Object.fromEntries((containers[0]?.env ?? []).map(({ name, value }) => [name, value]));
        const config: Readonly<Record<string, string | undefined>> = {
          ...apiConfigs(all('ConfigMap'))[0]?.data,
          ...own,
        };
        const result = envSchema.safeParse(config);
        return [
          ...(result.error?.issues ?? []).map(
            ({ path, message }) =>
              [id, `${path.join('.')}: ${message}, got ${config[String(path[0])] ?? 'nothing'}`] as const,
          ),
          ...Object.keys(config)
            .filter((name) => !Object.hasOwn(envSchema.shape, name) && !ofTheRuntime.test(name))
            .map((name) => [id, `expected a variable of the contract, got ${name}`] as const),
        ];
      }),
);

/** Read by Node itself. */
const ofTheRuntime = /^NODE_/;
