const secretKey = /pass(word)?|token|secret|credential|private|(^|[a-z])key$/i;

/** Every value that lies under a key with a telling name. */
export function secretsIn(values: unknown, isSecret = false): readonly string[] {
  if (typeof values === 'string') return isSecret && values.length > 3 ? [values] : [];
  if (typeof values !== 'object' || values === null) return [];
  return Object.entries(values).flatMap(([key, value]) => secretsIn(value, isSecret || secretKey.test(key)));
}

/** A text without them, wherever they turn up. */
export const redact = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
