import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { commonLabels } from '../objects/labels.ts';
import type { Printer } from '../printer.ts';
import { Refusal } from '../refusal.ts';
import type { Kubectl } from '../run/kubectl.ts';

const name = 'sluice-apply';
/** A holder that was killed is gone after this long; one that lives renews three times in it. */
const durationS = 15;
const renewEveryMs = 5_000;
/** How long the second one waits for the first. */
const patienceMs = 600_000;

interface Lease {
  readonly metadata: { readonly resourceVersion?: string };
  readonly spec: {
    readonly holderIdentity?: string | undefined;
    readonly renewTime?: string | undefined;
    readonly leaseDurationSeconds?: number | undefined;
  };
}

/** Whether somebody holds it. Pure. */
export function isHeld({ spec }: Lease, nowMs: number): boolean {
  const until = Date.parse(spec.renewTime ?? '') + (spec.leaseDurationSeconds ?? durationS) * 1000;
  return Boolean(spec.holderIdentity) && until > nowMs;
}

const object = (holder: string, resourceVersion?: string) =>
  JSON.stringify({
    ...{ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' },
    metadata: { name, labels: commonLabels, ...(resourceVersion && { resourceVersion }) },
    spec: {
      holderIdentity: holder,
      leaseDurationSeconds: durationS,
      // Microseconds, as Kubernetes writes them.
      renewTime: new Date().toISOString().replace('Z', '000Z'),
    },
  });

/**
 * Do work that two may not do at once on one namespace, whatever machines they are on. The second waits, and says for whom.
 *
 * @throws Refusal (2) when the first does not end
 */
export async function withLease<T>(kubectl: Kubectl, printer: Printer, work: () => Promise<T>): Promise<T> {
  const holder = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  await acquire(kubectl, printer, holder);
  const renewal = setInterval(() => void renew(kubectl, holder).catch(() => undefined), renewEveryMs);
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    await kubectl(['delete', 'lease', name, '--ignore-not-found', '--wait=false'], { quiet: true });
  }
}

async function acquire(kubectl: Kubectl, printer: Printer, holder: string): Promise<void> {
  const deadlineMs = Date.now() + patienceMs;
  for (;;) {
    const lease = await read(kubectl);
    if (lease === undefined) {
      // Fails when another was first, and then there is one to read.
      if ((await kubectl(['create', '--filename=-', '--output=name'], { quiet: true, input: object(holder) })) !== '')
        return;
    } else if (!isHeld(lease, Date.now())) {
      // With the version that was read: of two that see it free, one loses.
      const input = object(holder, lease.metadata.resourceVersion);
      if ((await kubectl(['replace', '--filename=-', '--output=name'], { quiet: true, input })) !== '') return;
    } else {
      printer.progress(`another apply is at work (${lease.spec.holderIdentity}); waiting for it`);
    }
    if (Date.now() > deadlineMs) {
      throw new Refusal(
        2,
        `Expected to be alone, got ${lease?.spec.holderIdentity} at work for ten minutes. Nothing was changed.`,
      );
    }
    await sleep(1000);
  }
}

async function read(kubectl: Kubectl): Promise<Lease | undefined> {
  const text = await kubectl(['get', 'lease', name, '--ignore-not-found', '--output=json']);
  return text === '' ? undefined : (JSON.parse(text) as Lease);
}

async function renew(kubectl: Kubectl, holder: string): Promise<void> {
  const lease = await read(kubectl);
  if (lease?.spec.holderIdentity !== holder) return;
  await kubectl(['replace', '--filename=-'], { quiet: true, input: object(holder, lease.metadata.resourceVersion) });
}
