import { redisRoles } from './labels.ts';

/** The certificate of all Redis nodes and its authority: keys `tls.crt`, `tls.key`, `ca.crt`. */
export const tlsSecret = 'redis-tls';
export const tlsFolder = '/etc/redis-tls';

/** Names that the certificate must be good for. */
export const tlsNames: readonly string[] = [
  'localhost',
  ...redisRoles.map((role) => `*.redis-${role}`),
  '*.redis-sentinel',
];
