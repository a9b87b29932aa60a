import { paths } from '@sluice/api-contract/http';
import type { Environment } from '../environment.ts';
import type { Patch, ServiceMonitor } from '../kubernetes.ts';

const identity = (name: string) =>
  ({ apiVersion: 'monitoring.coreos.com/v1', kind: 'ServiceMonitor', metadata: { name } }) as const;

/** Scrapes the pods behind the Services with these labels, at the port of this name. */
export const serviceMonitor = (name: string, matchLabels: Readonly<Record<string, string>>, port: string) =>
  ({
    ...identity(name),
    spec: {
      selector: { matchLabels },
      endpoints: [{ port, path: paths.metrics }],
    },
  }) satisfies ServiceMonitor;

/** How often. The timeout is said as well: longer than the interval, the operator would refuse it. */
export const serviceMonitorPatch = (
  name: string,
  port: string,
  { monitoring }: Environment,
): Patch<ServiceMonitor> | undefined =>
  monitoring && {
    ...identity(name),
    spec: {
      endpoints: [
        {
          ...{ port, path: paths.metrics },
          interval: `${monitoring.scrapeIntervalS}s`,
          scrapeTimeout: `${Math.min(monitoring.scrapeIntervalS, 5)}s`,
        },
      ],
    },
  };
