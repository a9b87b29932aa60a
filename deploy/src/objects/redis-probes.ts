import type { Probe } from '../kubernetes.ts';
import type { RedisRole } from './labels.ts';

/**
 * Probes read what Redis says, never an exit status: redis-cli exits with 0 on `LOADING` and `MASTERDOWN` as well.
 * They end redis-cli themselves, since a runtime may wait for it long after the probe's own timeout: a Redis that hangs
 * would then never count as dead. Words such as `role:master` are Redis' own.
 */
export const redisProbes = (role: RedisRole) => ({
  // Until the data set is loaded, five minutes at most.
  startupProbe: exec(`case "$(${ask(1)} ping)" in PONG | MASTERDOWN*) ;; *) exit 1 ;; esac`, {
    periodSeconds: 2,
    timeoutSeconds: 2,
    failureThreshold: 150,
  }),
  // Alive is who answers at all: restarting a node that loads, has lost its primary or knows no such user makes it worse.
  livenessProbe: exec(`case "$(${ask(3)} ping)" in PONG | LOADING* | MASTERDOWN* | NOAUTH*) ;; *) exit 1 ;; esac`, {
    periodSeconds: 10,
    timeoutSeconds: 5,
    failureThreshold: 3,
    // What hangs hears no SIGTERM: do not wait the pod's whole grace for it.
    terminationGracePeriodSeconds: 10,
  }),
  readinessProbe: readiness(isServing[role]),
});

/** With Sentinel a node's role is not that of its set: ready is who is a primary, or a replica whose link is up. */
export const eitherRoleReadiness = (): Probe => readiness(`(${Object.values(isServing).join('|')})`);

const isServing = { primary: 'role:master', replica: 'master_link_status:up' } as const;

/** The password is in REDISCLI_AUTH; what TLS needs is in CLI_FLAGS, where it is on. */
const ask = (timeoutS: number): string => `timeout ${timeoutS} redis-cli $CLI_FLAGS --user probe`;

const exec = (script: string, timing: Probe): Probe => ({ exec: { command: ['sh', '-c', script] }, ...timing });

function readiness(line: string): Probe {
  const isSaid = `${ask(2)} info replication | grep -Eq '^${line}'`;
  return exec(`[ "$(${ask(2)} ping)" = PONG ] && ${isSaid}`, {
    periodSeconds: 5,
    timeoutSeconds: 5,
    failureThreshold: 2,
  });
}
