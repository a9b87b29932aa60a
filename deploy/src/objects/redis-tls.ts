import { redisHost } from './redis-service.ts';

/** The certificate of all Redis nodes and its authority: keys `tls.crt`, `tls.key`, `ca.crt`. */
export const tlsSecret = 'redis-tls';
export const tlsFolder = '/etc/redis-tls';

/** As many as an environment may have. */
const mostReplicas = 9;

/** Names that the certificate must be good for, one by one: Node takes no `*.redis-primary`, which has two labels only. */
export const tlsNames: readonly string[] = [
  'localhost',
  redisHost('primary', 0),
  ...Array.from({ length: mostReplicas }, (_, index) => redisHost('replica', index)),
];
