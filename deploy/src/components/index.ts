import type { Environment } from '../environment.ts';
import { autoscalingHpa } from './autoscaling-hpa.ts';
import { autoscalingKeda } from './autoscaling-keda.ts';
import type { Component } from './component.ts';
import { disruptionBudgets } from './disruption-budgets.ts';
import { externalCertificate, externalSecrets } from './external-secrets.ts';
import { monitoring } from './monitoring.ts';
import { networkPolicies } from './network-policies.ts';
import { redisSentinel } from './redis-sentinel.ts';
import { redisTls } from './redis-tls.ts';
import { resourceGuards } from './resource-guards.ts';

/** What an environment opts into. A component sees what those before it have made. */
export const components = {
  'resource-guards': resourceGuards,
  'network-policies': networkPolicies,
  'disruption-budgets': disruptionBudgets,
  'external-secrets': externalSecrets,
  'external-certificate': externalCertificate,
  'redis-sentinel': redisSentinel,
  'redis-tls': redisTls,
  'autoscaling-hpa': autoscalingHpa,
  'autoscaling-keda': autoscalingKeda,
  monitoring,
} as const satisfies Readonly<Record<string, Component>>;

export type ComponentName = keyof typeof components;

/** Two of these would own the same thing. */
export const excludeEachOther: readonly (readonly [ComponentName, ComponentName])[] = [
  ['autoscaling-hpa', 'autoscaling-keda'],
];

/** The components of one environment, in their order. */
export function componentsOf({ api, redis, secrets, monitoring }: Environment): readonly ComponentName[] {
  const wanted: Readonly<Record<ComponentName, boolean>> = {
    'resource-guards': true,
    'network-policies': true,
    'disruption-budgets': true,
    'external-secrets': secrets.source === 'external-secrets',
    'external-certificate': secrets.source === 'external-secrets' && redis.tls,
    'redis-sentinel': redis.failover === 'sentinel',
    'redis-tls': redis.tls,
    'autoscaling-hpa': api.scaleOn.signal === 'cpu',
    'autoscaling-keda': api.scaleOn.signal === 'requests',
    monitoring: monitoring !== undefined,
  };
  return (Object.keys(components) as ComponentName[]).filter((name) => wanted[name]);
}
