import { createServer } from 'node:net';
import { CannotRun } from '../cannot-run.ts';

/**
 * Do work that two may not do at once.
 *
 * The lock is an abstract Unix socket: the kernel frees it with the process that holds it, however that ends.
 */
export async function onlyOne<T>(name: string, work: () => Promise<T>): Promise<T> {
  const lock = createServer();
  await new Promise<void>((resolve, reject) => {
    lock.once('error', () => reject(new CannotRun('another lab-up or lab-down is at work; wait for it to end')));
    lock.listen(`\0${name}`, resolve);
  });
  try {
    return await work();
  } finally {
    lock.close();
  }
}
