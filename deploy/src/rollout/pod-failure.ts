import type { Pod } from '../kubernetes.ts';

/** Reasons that time alone rarely mends. */
const hopeless = new Set([
  'CrashLoopBackOff',
  'CreateContainerConfigError',
  'CreateContainerError',
  'ErrImageNeverPull',
  'ImagePullBackOff',
  'InvalidImageName',
  'RunContainerError',
]);

/** A node may still come; after this long it is a fault, in milliseconds. */
const unschedulableForMs = 60_000;

/** Why this pod will not become ready by waiting, if so. */
export function podFailure({ metadata, status }: Pod, nowMs: number): string | undefined {
  const waiting = status?.containerStatuses?.find(({ state }) => hopeless.has(state?.waiting?.reason ?? ''));
  const { reason, message = '' } = waiting?.state?.waiting ?? {};
  if (waiting) return `Pod/${metadata?.name}, container ${waiting.name}: ${reason} ${message}`.trimEnd();

  const unscheduled = status?.conditions?.find(
    ({ type, reason }) => type === 'PodScheduled' && reason === 'Unschedulable',
  );
  if (unscheduled && nowMs - Date.parse(unscheduled.lastTransitionTime ?? '') > unschedulableForMs) {
    return `Pod/${metadata?.name}: Unschedulable ${unscheduled.message ?? ''}`.trimEnd();
  }
}
