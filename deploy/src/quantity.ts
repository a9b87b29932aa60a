const bytesPerUnit = { Mi: 2 ** 20, Gi: 2 ** 30 } as const;

/** `256Mi`, `1Gi` → whole mebibytes of a share of it; the share leaves room for what a limit counts besides. */
export function mebibytes(quantity: string, share = 1): number {
  const [, amount, unit] = /^(\d+)(Mi|Gi)$/.exec(quantity) ?? [];
  if (amount === undefined) throw new Error(`Expected memory such as 256Mi or 1Gi, got \`${quantity}\``);
  return Math.floor((Number(amount) * bytesPerUnit[unit as keyof typeof bytesPerUnit] * share) / bytesPerUnit.Mi);
}

/** `250m`, `2` → thousandths of a core. Absent is none. */
export function millicores(quantity: string | number | undefined): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(m?)$/.exec(String(quantity ?? 0)) ?? [];
  if (amount === undefined) throw new Error(`Expected CPU such as 250m or 2, got \`${quantity}\``);
  return unit === 'm' ? Number(amount) : Number(amount) * 1000;
}
