/**
 * Those in this zone before all others, as `pickNode` takes them. Nodes whose zone is not known are others: to pay for another
 * zone is better than to leave a node out.
 *
 * @param ownZone `undefined` when it is not known: then all are alike
 */
export function zoneTiers<N>(
  nodes: readonly N[],
  zoneOf: (node: N) => string | undefined,
  ownZone: string | undefined,
): readonly (readonly N[])[] {
  if (ownZone === undefined) return [nodes];
  const near = nodes.filter((node) => zoneOf(node) === ownZone);
  const far = nodes.filter((node) => zoneOf(node) !== ownZone);
  return [near, far];
}
