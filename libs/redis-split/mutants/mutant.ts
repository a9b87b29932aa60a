/** Replace one place of a file, below libs/redis-split; it must occur exactly once. */
export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** A mistake that somebody could make, and the tests that must notice it. */
export interface Mutant {
  /** For `--only`. */
  readonly id: string;
  readonly what: string;
  readonly edits: readonly [Edit, ...Edit[]];
  readonly killedBy: Specs;
}

/** Tests by the patterns of Jest. */
export interface Specs {
  /** `unit`: beside the source; `integration`: on real servers. */
  readonly project: 'unit' | 'integration';
  /** Of the file. */
  readonly file: string;
  /** Of the test's name; all of the file by default. */
  readonly test?: string;
}

/** @throws when there is not exactly one place to replace: then the list is out of date */
export function applied(text: string, { file, find, replace }: Edit): string {
  const places = text.split(find).length - 1;
  if (places !== 1) throw new Error(`expected \`${find}\` once in ${file}, found it ${places} times`);
  return text.replace(find, () => replace);
}
