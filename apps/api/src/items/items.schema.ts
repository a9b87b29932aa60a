import { itemsLimit, maxBatchIds } from '@sluice/api-contract/http';
import { z } from 'zod';
import { expected } from './expected.ts';

/** The longest time to live: ten years, in milliseconds. */
const maxTtlMs = 315_360_000_000;

const val = z
  .string(expected('a string'))
  .refine((text) => text.isWellFormed(), expected('a string without lone surrogates'));

const expectedTtl = expected(`a whole number of milliseconds between 1 and ${maxTtlMs}`);
const ttlMs = z.int(expectedTtl).min(1, expectedTtl).max(maxTtlMs, expectedTtl);

const expectedLimit = expected(`a whole number between 1 and ${itemsLimit.max}`);
const limit = z
  .string(expectedLimit)
  .refine((text) => /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= itemsLimit.max, expectedLimit)
  .transform(Number)
  .default(itemsLimit.default)
  .meta({ type: 'integer', minimum: 1, maximum: itemsLimit.max });

/** What the routes of items take. */
export function itemSchemas({ maxIdCharacters }: { readonly maxIdCharacters: number }) {
  // Control characters, line separators and lone surrogates would not survive a log, a terminal or UTF-8.
  const printable = new RegExp(`^[^\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]{1,${maxIdCharacters}}$`, 'u');
  const id = z.string(expected('a string')).regex(printable, expected(`1 to ${maxIdCharacters} printable characters`));
  const expectedIds = expected(`a list of 1 to ${maxBatchIds} ids`);
  return {
    /** Path of one item. */
    params: z.object({ id }),
    /** Body of `POST /item`. */
    item: z.object({ id, val }, expected('a JSON object {"id": string, "val": string}')),
    /** Body of `PUT /items/:id`. */
    content: z.strictObject(
      { val, ttlMs: ttlMs.optional() },
      expected('a JSON object {"val": string, "ttlMs"?: number} and nothing else'),
    ),
    /** Query of `GET /items`. */
    page: z.object({ limit, after: id.optional() }),
    /** Body of `POST /items/batch`. */
    batch: z.strictObject(
      { ids: z.array(id, expectedIds).min(1, expectedIds).max(maxBatchIds, expectedIds) },
      expected('a JSON object {"ids": string[]} and nothing else'),
    ),
  };
}

export type ItemSchemas = ReturnType<typeof itemSchemas>;

export type Item = z.output<ItemSchemas['item']>;
export type ItemParams = z.output<ItemSchemas['params']>;
export type ItemContent = z.output<ItemSchemas['content']>;
export type PageQuery = z.output<ItemSchemas['page']>;
export type Batch = z.output<ItemSchemas['batch']>;

const item = z.object({ id: z.string(), val: z.string() });

/** What the routes of items answer. */
export const answers = {
  ok: z.literal('ok'),
  item,
  ids: z.array(z.string()),
  batch: z.object({ items: z.array(item), missing: z.array(z.string()) }),
  ttl: z.object({ ttlMs: z.number().nullable() }),
};

export type BatchAnswer = z.output<typeof answers.batch>;
export type Ttl = z.output<typeof answers.ttl>;
