/** How a handler ended: an answer that is an error, a 404 for example, still has a state of the data behind it. */
export type Settled = { readonly value: unknown } | { readonly error: unknown };

export const settle = (handling: Promise<unknown>): Promise<Settled> =>
  handling.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );

export function unsettle(settled: Settled): unknown {
  if ('error' in settled) throw settled.error;
  return settled.value;
}
