import type { IncomingHttpHeaders } from 'node:http';
import { BadRequestException } from '@nestjs/common';
import { headerNames, maxDurability } from '@sluice/api-contract/http';

/** What a client may demand by headers; what it left out is `undefined`. */
export interface Demand {
  /** The answer must contain what this stands for. */
  readonly token?: string;
  /** Oldest acceptable answer, in milliseconds. */
  readonly maxStalenessMs?: number;
  /** How many replicas must have received the write. */
  readonly durability?: number;
}

const maxMs = 2 ** 31 - 1;

/**
 * The demands of a read.
 *
 * @throws BadRequestException naming every header that is wrong
 */
export const readDemand = (headers: IncomingHttpHeaders): Demand =>
  checked(headers, { token: text, maxStalenessMs: wholeNumber(maxMs), durability: notOf('a read') });

/**
 * The demands of a write.
 *
 * @throws BadRequestException naming every header that is wrong
 */
export const writeDemand = (headers: IncomingHttpHeaders): Demand =>
  checked(headers, { token: text, maxStalenessMs: notOf('a write'), durability: wholeNumber(maxDurability) });

/** Whether a read demands anything. */
export const isDemanding = (headers: IncomingHttpHeaders): boolean =>
  headers[headerNames.token.toLowerCase()] !== undefined ||
  headers[headerNames.maxStalenessMs.toLowerCase()] !== undefined;

type Read<T> = (value: string) => T | Expected;

/** What a header had to be. */
class Expected {
  constructor(readonly what: string) {}
}

function checked(headers: IncomingHttpHeaders, reads: { readonly [K in keyof Required<Demand>]: Read<Demand[K]> }) {
  const problems: string[] = [];
  const read = <K extends keyof Demand>(key: K): Demand[K] => {
    const name = headerNames[key];
    const value = headers[name.toLowerCase()];
    if (value === undefined) return undefined;
    const result = reads[key](String(value));
    if (!(result instanceof Expected)) return result;
    problems.push(`${name}: Expected ${result.what}, got ${JSON.stringify(String(value).slice(0, 60))}`);
    return undefined;
  };
  const demand = { token: read('token'), maxStalenessMs: read('maxStalenessMs'), durability: read('durability') };
  if (problems.length > 0) throw new BadRequestException(problems);
  return demand;
}

const text: Read<string> = (value) => value;

const wholeNumber =
  (max: number): Read<number> =>
  (value) =>
    /^[1-9]\d{0,9}$/.test(value) && Number(value) <= max
      ? Number(value)
      : new Expected(`a whole number between 1 and ${max}`);

const notOf =
  (what: string): Read<undefined> =>
  () =>
    new Expected(`no such header with ${what}`);
