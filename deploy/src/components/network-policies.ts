import { anyRedisLabels, apiLabels } from '../objects/labels.ts';
import { allow, defaultDeny, from, port, to } from '../objects/network-policy.ts';
import { redisPort } from '../objects/redis-service.ts';
import { files, type Component } from './component.ts';

/** Nothing may talk to anything, but for the flows that the code needs. Who may call the API is the overlay's. */
export const networkPolicies: Component = {
  objects: files(
    defaultDeny,
    allow('dns', {}, { egress: [{ to: [to.dns], ports: [port(53, 'UDP'), port(53)] }] }),
    allow('api', apiLabels, {
      ingress: [{ ports: [port('http')] }],
      egress: [{ to: [to.pods(anyRedisLabels)], ports: [port(redisPort)] }],
    }),
    allow('redis', anyRedisLabels, {
      ingress: [{ from: [from.pods(apiLabels), from.pods(anyRedisLabels)], ports: [port('redis')] }],
      // A replica to its primary; after a failover any of them may be either.
      egress: [{ to: [to.pods(anyRedisLabels)], ports: [port(redisPort)] }],
    }),
  ),
};
