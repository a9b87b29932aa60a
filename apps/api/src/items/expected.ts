const maxShownCharacters = 60;

/** For zod: an error that says what was expected and what came. */
export const expected = (what: string): { error: (issue: { readonly input?: unknown }) => string } => ({
  error: ({ input }) => `Expected ${what}, got ${shown(input)}`,
});

function shown(input: unknown): string {
  const json = JSON.stringify(input);
  if (json === undefined) return 'nothing';
  return json.length > maxShownCharacters ? `${json.slice(0, maxShownCharacters)}… (${json.length} characters)` : json;
}
