import type { Patch, StatefulSet } from '../kubernetes.ts';
import { disruptionBudget } from '../objects/disruption-budget.ts';
import { anyRedisLabels, apiLabels, redisRoles, sentinelLabels, type RedisRole } from '../objects/labels.ts';
import { allow, from, port, to } from '../objects/network-policy.ts';
import { eitherRoleReadiness } from '../objects/redis-probes.ts';
import { redisPort } from '../objects/redis-service.ts';
import { redisIdentity } from '../objects/redis-stateful-set.ts';
import { sentinelConfig, sentinelPort, sentinelService, sentinelStatefulSet } from '../objects/sentinel.ts';
import { files, type Component } from './component.ts';

/** Sets keep their names, roles move: what depended on the role by the set no longer does. */
const eitherRole = (role: RedisRole): Patch<StatefulSet> => ({
  ...redisIdentity(role),
  spec: {
    template: {
      spec: {
        containers: [
          {
            name: 'redis',
            readinessProbe: eitherRoleReadiness(),
            env: [{ name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
            // Sentinel knows nodes by the name that outlives the pod's address.
            args: [`/etc/redis/${role}.conf`, '--replica-announce-ip', `$(POD_NAME).redis-${role}`],
          },
        ],
      },
    },
  },
});

/** Three Sentinels make a replica the primary when the primary is gone. */
export const redisSentinel: Component = {
  objects: files(
    sentinelService,
    sentinelStatefulSet,
    disruptionBudget('redis-sentinel', sentinelLabels),
    allow('redis-sentinel', sentinelLabels, {
      ingress: [{ from: [from.pods(sentinelLabels), from.pods(apiLabels)], ports: [port('sentinel')] }],
      egress: [
        { to: [to.pods(sentinelLabels)], ports: [port(sentinelPort)] },
        { to: [to.pods(anyRedisLabels)], ports: [port(redisPort)] },
      ],
    }),
    allow('api-to-sentinel', apiLabels, {
      egress: [{ to: [to.pods(sentinelLabels)], ports: [port(sentinelPort)] }],
    }),
    allow('redis-from-sentinel', anyRedisLabels, {
      ingress: [{ from: [from.pods(sentinelLabels)], ports: [port('redis')] }],
    }),
  ),
  patches: Object.fromEntries(redisRoles.map((role) => [`redis-${role}.patch.yaml`, eitherRole(role)])),
  redisConfig: { 'sentinel.conf': sentinelConfig },
};
