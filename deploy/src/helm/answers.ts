import { z } from 'zod';
import { Refusal } from '../refusal.ts';

/** What helm answers as JSON; only what we read, and all of that checked. */
const listed = z.object({
  name: z.string(),
  namespace: z.string(),
  revision: z.coerce.number().int(),
  status: z.string(),
  chart: z.string(),
});
const past = z.object({ revision: z.number().int(), status: z.string(), chart: z.string(), description: z.string() });
const upgraded = z.object({ version: z.number().int(), manifest: z.string(), info: z.object({ status: z.string() }) });

export type Listed = z.output<typeof listed>;
export type Past = z.output<typeof past>;
export type Upgraded = z.output<typeof upgraded>;

/** @throws Refusal (2) when the answer has another shape */
const parse =
  <T>(schema: z.ZodType<T>, what: string) =>
  (text: string): T => {
    const result = schema.safeParse(json(text));
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    throw new Refusal(
      2,
      `helm ${what}: expected another answer at ${issue?.path.join('.') || 'its root'}: ${issue?.message}`,
    );
  };

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const parseList = parse(z.array(listed), 'list');
export const parseHistory = parse(z.array(past), 'history');
export const parseUpgrade = parse(upgraded, 'upgrade');

/** `v3.22.0` → 3. @throws Refusal (2) for a Helm that we do not know */
export function parseMajor(version: string): 3 | 4 {
  const [, major] = /^v(\d+)\./.exec(version.trim()) ?? [];
  if (major === '3' || major === '4') return Number(major) as 3 | 4;
  throw new Refusal(2, `Expected helm 3 or 4, got \`${version.trim()}\`. Run this through Nx, which brings one.`);
}
