import { afterEach, describe, expect, it } from '@jest/globals';
import { WaitingQueue } from './waiting-queue.ts';

describe(WaitingQueue.name, () => {
  const noPrimary = () => new Error('no primary');
  let queue: WaitingQueue<string>;

  afterEach(() => queue.close(new Error('closed')));

  it('sends in the order they came, at once when there is a primary', async () => {
    queue = new WaitingQueue({ maxLength: 10, timeoutMs: 60_000 }, noPrimary);
    const sent: string[] = [];
    const writes = ['a', 'b', 'c'].map((write) =>
      queue.wait((primary) => {
        sent.push(`${write} to ${primary}`);
        return Promise.resolve(write);
      }),
    );
    expect(queue.length).toBe(3);
    queue.flush('p');

    expect(sent).toEqual(['a to p', 'b to p', 'c to p']);
    expect(await Promise.all(writes)).toEqual(['a', 'b', 'c']);
    expect(queue.length).toBe(0);
  });

  it('refuses who waited too long, and never sends it then', async () => {
    queue = new WaitingQueue({ maxLength: 10, timeoutMs: 1 }, noPrimary);
    let sent = 0;

    await expect(queue.wait(() => Promise.resolve(sent++))).rejects.toThrow('no primary');
    queue.flush('p');
    expect(sent).toBe(0);
  });

  it('refuses at once when nobody may wait, or too many do', async () => {
    queue = new WaitingQueue({ maxLength: 10, timeoutMs: 0 }, noPrimary);
    await expect(queue.wait(() => Promise.resolve())).rejects.toThrow('no primary');

    queue = new WaitingQueue({ maxLength: 1, timeoutMs: 60_000 }, noPrimary);
    queue.wait(() => Promise.resolve()).catch(() => undefined);
    await expect(queue.wait(() => Promise.resolve())).rejects.toMatchObject({ code: 'REDIS_SPLIT_OVERLOADED' });
  });

  it('refuses all when it is closed', async () => {
    queue = new WaitingQueue({ maxLength: 10, timeoutMs: 60_000 }, noPrimary);
    const waiting = queue.wait(() => Promise.resolve());
    queue.close(new Error('closed'));

    await expect(waiting).rejects.toThrow('closed');
  });
});
