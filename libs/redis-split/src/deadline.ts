/**
 * The promise, or `late()` as a rejection when it takes longer. No timer is left behind.
 *
 * @param afterMs at least 0
 */
export async function withDeadline<T>(promise: Promise<T>, afterMs: number, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(late()), afterMs);
  });
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
