import { z } from 'zod';
import { API_PORT } from './http.ts';

const expectedUrl = 'Expected a Redis URL, e.g. redis://localhost:6379';
const redisUrl = z
  .string(expectedUrl)
  .refine((url) => /^rediss?:\/\/[^\s/]+/.test(url) && URL.canParse(url), expectedUrl);

const expectedPort = 'Expected a port between 1 and 65535';
const port = z
  .string()
  .refine((text) => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535, expectedPort)
  .transform(Number);

/** The environment variables of the API: written by the manifests, read by the process. */
export const envSchema = z.object({
  PORT: port.default(API_PORT),
  /** The primary: takes every write. */
  REDIS_URL: redisUrl,
  /** The replicas, comma-separated: serve the reads. Empty: the primary serves them too. */
  REDIS_REPLICAS_URL: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((url) => url.trim())
        .filter(Boolean),
    )
    .pipe(z.array(redisUrl)),
  /** `true`: write the id `key` at start, as the seeds did. */
  SLUICE_SEED_ITEM: z.stringbool('Expected `true` or `false`').default(false),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'Expected one of fatal, error, warn, info, debug, trace, silent',
    )
    .default('info'),
  /** How long a stopping process still serves after readiness went off, in milliseconds. */
  SHUTDOWN_DRAIN_MS: z
    .string()
    .regex(/^\d{1,6}$/, 'Expected milliseconds between 0 and 999999')
    .transform(Number)
    .default(0),
});

/** What the API reads. */
export type Env = Readonly<z.output<typeof envSchema>>;
/** What the manifests write. */
export type EnvInput = z.input<typeof envSchema>;

/** Every bad variable at once: name, what was expected, what came. */
export interface EnvProblem {
  readonly variable: string;
  readonly message: string;
}

/** The environment as the API reads it, or all that is wrong with it. Pure; opens nothing. */
export function parseEnv(variables: Readonly<Record<string, string | undefined>>): Env | readonly EnvProblem[] {
  const result = envSchema.safeParse(variables);
  if (result.success) return Object.freeze(result.data);
  return result.error.issues.map((issue) => {
    const variable = String(issue.path[0]);
    const value = variables[variable];
    return { variable, message: `${issue.message}, got ${value === undefined ? 'nothing' : `\`${redact(value)}\``}` };
  });
}

/** A password in a URL has no place in a log. */
const redact = (value: string): string => value.replace(/(\/\/[^:/@\s]*:)[^@\s]*@/g, '$1***@');
