import { z } from 'zod';
import { Refusal } from '../refusal.ts';

const name = z.string().regex(/^[a-z]([-a-z0-9]{0,51}[a-z0-9])?$/, 'expected a name of at most 53 characters');

const releaseSchema = z.strictObject({
  name,
  namespace: name,
  chart: z.strictObject({
    name: z.string().min(1, 'expected a chart'),
    repository: z.url({ protocol: /^https$/, error: 'expected an https URL' }).optional(),
    version: z
      .string()
      .regex(/^\d+\.\d+\.\d+(-[\w.]+)?$/, 'expected an exact version, e.g. 2.21.0; a range is another chart tomorrow'),
  }),
  values: z.record(z.string(), z.unknown()),
  /** How long its pods may take, in seconds. */
  timeoutS: z.int().min(10, 'expected 10 to 1800').max(1800, 'expected 10 to 1800').default(600),
});

/** A third party's stack as data: Helm brings it, in the same plan as our own objects. */
export type Release = Readonly<z.output<typeof releaseSchema>>;

/** @throws Refusal that names the release, every wrong field, what was expected and what came */
export function defineRelease(release: z.input<typeof releaseSchema>): Release {
  const result = releaseSchema.safeParse(release);
  if (result.success) return Object.freeze(result.data);
  const problems = result.error.issues.map(({ path, message }) => {
    const got = path.reduce<unknown>(
      (inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key],
      release,
    );
    return `  ${path.join('.')}: ${message}, got ${JSON.stringify(got)}`;
  });
  throw new Refusal(2, [`Release \`${release.name}\` is wrong:`, ...problems].join('\n'));
}
