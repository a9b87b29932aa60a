import { itemsLimit } from '@sluice/api-contract/http';
import { z } from 'zod';
import { expected } from './expected.ts';

export const maxIdCharacters = 256;

/** Of the whole request body, so of `val` too. */
export const maxBodyBytes = 256 * 1024;

// Control characters, line separators and lone surrogates would not survive a log, a terminal or UTF-8.
const printable = new RegExp(`^[^\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]{1,${maxIdCharacters}}$`, 'u');

const id = z.string(expected('a string')).regex(printable, expected(`1 to ${maxIdCharacters} printable characters`));

/** Body of `POST /item`. */
export const itemSchema = z.object(
  {
    id,
    val: z
      .string(expected('a string'))
      .refine((val) => val.isWellFormed(), expected('a string without lone surrogates')),
  },
  expected('a JSON object {"id": string, "val": string}'),
);

/** Path of `GET /items/:id`. */
export const itemParamsSchema = z.object({ id });

const expectedLimit = expected(`a whole number between 1 and ${itemsLimit.max}`);

/** Query of `GET /items`. */
export const listQuerySchema = z.object({
  limit: z
    .string(expectedLimit)
    .refine((text) => /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= itemsLimit.max, expectedLimit)
    .transform(Number)
    .default(itemsLimit.default),
});

export type Item = z.output<typeof itemSchema>;
export type ItemParams = z.output<typeof itemParamsSchema>;
export type ListQuery = z.output<typeof listQuerySchema>;
