import { hash } from 'node:crypto';

/** Which state of an item a client knows: a list of tags, or `*` for any that exists. */
export type Tags = '*' | readonly string[];

/** Preconditions of a request: RFC 9110, section 13. */
export interface Preconditions {
  /** The item must exist in one of these states. */
  readonly ifMatch?: Tags;
  /** The item must not exist in any of these states. */
  readonly ifNoneMatch?: Tags;
}

/**
 * The tag of a value. Of its content, so equal values have equal tags on every pod without a counter to keep; SHA-1
 * because Redis can compute it where it compares: in a script.
 */
export const tagOf = (val: string): string => hash('sha1', val);

/** As it stands in the header `ETag`. */
export const etag = (tag: string): string => `"${tag}"`;

/** What is wrong with a header that lists entity tags. */
export const expectedTags = 'Expected * or a list of entity tags such as "0a1b", "2c3d"';

const tagList = /^\s*(?:(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"\s*(?:,\s*|$))/;

/**
 * Read `If-Match` or `If-None-Match`.
 *
 * @param comparison `strong`: weak tags never match
 * @returns `undefined` when it is no list of entity tags
 */
export function parseTags(header: string, comparison: 'strong' | 'weak'): Tags | undefined {
  if (header.trim() === '*') return '*';
  const tags: string[] = [];
  for (let rest = header; rest !== '';) {
    const [all, weak, tag] = tagList.exec(rest) ?? [];
    if (all === undefined || tag === undefined) return undefined;
    if (!weak || comparison === 'weak') tags.push(tag);
    rest = rest.slice(all.length);
  }
  return header.trim() === '' ? undefined : tags;
}

/** Whether a list names the state that an item is in; `undefined`: it does not exist. */
export const names = (tags: Tags, tag: string | undefined): boolean =>
  tag !== undefined && (tags === '*' || tags.includes(tag));
