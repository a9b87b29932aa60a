/** One field of a reply of `INFO`. The first line is a heading, so a line end stands before every field. */
export function field(text: string, name: string): string | undefined {
  const at = text.indexOf(`\n${name}:`);
  if (at < 0) return undefined;
  const end = text.indexOf('\n', at + 1);
  return text.slice(at + name.length + 2, end < 0 ? undefined : end).trimEnd();
}
