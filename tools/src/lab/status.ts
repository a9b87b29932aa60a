import { isAlive } from './cgroups.ts';
import { controlPlane, nodeDaemons } from './daemons.ts';
import { anythingLeft } from './down.ts';
import { kubectl } from './kubectl.ts';

/** What is there: nothing, a lab that works, or the remains of one, and why it counts as broken. */
export type LabStatus = { readonly state: 'up' | 'down' } | { readonly state: 'broken'; readonly why: string };

export async function labStatus(): Promise<LabStatus> {
  if (!anythingLeft()) return { state: 'down' };
  const daemons = [...controlPlane(), ...nodeDaemons({ hpaSync: '15s' })];
  const dead = daemons.filter(({ name }) => !isAlive(name)).map(({ name }) => name);
  if (dead.length > 0) return { state: 'broken', why: `not running: ${dead.join(', ')}` };
  try {
    // Patient, since `up` replaces what counts as broken: a busy machine is not a broken lab.
    await kubectl(['get', '--raw', '/readyz', '--request-timeout=20s']);
    await kubectl(['wait', '--for=condition=Ready', 'node', '--all', '--timeout=10s']);
    return { state: 'up' };
  } catch (error) {
    return { state: 'broken', why: error instanceof Error ? error.message : String(error) };
  }
}
