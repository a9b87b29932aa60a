/** The kind of the n-th request, by the parts of the mix. Not drawn by lot: two runs send the same requests. */
export function pick<Kind extends string>(mix: Readonly<Record<Kind, number>>, n: number): Kind {
  const kinds = Object.keys(mix) as Kind[];
  let place = n % kinds.reduce((sum, kind) => sum + mix[kind], 0);
  for (const kind of kinds) {
    if (place < mix[kind]) return kind;
    place -= mix[kind];
  }
  throw new Error(`Expected a mix with at least one part, got ${JSON.stringify(mix)}`);
}
