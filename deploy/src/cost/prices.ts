/**
 * What a month of a resource costs. The numbers are an example, of the size that large providers ask for in Europe: put your
 * own here. Requests are what is paid for, since nodes are bought by them.
 */
export const prices = {
  currency: 'EUR',
  /** One core for a month. */
  core: 22,
  /** One GiB of memory for a month. */
  memoryGiB: 3,
  /** One GiB of disk for a month. */
  storageGiB: 0.1,
} as const;
