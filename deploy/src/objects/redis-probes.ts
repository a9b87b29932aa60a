import type { Probe } from '../kubernetes.ts';
import type { RedisRole } from './labels.ts';

/**
 * Probes read what Redis says, never an exit status: redis-cli exits with 0 on `LOADING` and `MASTERDOWN` as well.
 * They end redis-cli themselves, since a runtime may wait for it long after the probe's own timeout: a Redis that hangs
 * would then never count as dead. Words such as `role:master` are Redis' own.
 */
export const redisProbes = (role: RedisRole) => ({
  // Until the data set is loaded, five minutes at most.
  startupProbe: exec(`case "$(timeout 1 redis-cli ping)" in PONG | MASTERDOWN*) ;; *) exit 1 ;; esac`, {
    periodSeconds: 2,
    timeoutSeconds: 2,
    failureThreshold: 150,
  }),
  // Alive is who answers at all: restarting a node that loads or has lost its primary only makes it worse.
  livenessProbe: exec(`case "$(timeout 3 redis-cli ping)" in PONG | LOADING* | MASTERDOWN*) ;; *) exit 1 ;; esac`, {
    periodSeconds: 10,
    timeoutSeconds: 5,
    failureThreshold: 3,
    // What hangs hears no SIGTERM: do not wait the pod's whole grace for it.
    terminationGracePeriodSeconds: 10,
  }),
  readinessProbe: exec(
    `[ "$(timeout 2 redis-cli ping)" = PONG ] && timeout 2 redis-cli info replication | grep -q '^${isServing[role]}'`,
    { periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 2 },
  ),
});

const isServing = { primary: 'role:master', replica: 'master_link_status:up' } as const;

const exec = (script: string, timing: Probe): Probe => ({ exec: { command: ['sh', '-c', script] }, ...timing });
