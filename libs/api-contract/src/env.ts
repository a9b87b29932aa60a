import { z } from 'zod';
import { API_PORT } from './http.ts';

const expectedUrl = 'Expected a Redis URL, e.g. redis://localhost:6379';
const redisUrl = z
  .string(expectedUrl)
  .refine((url) => /^rediss?:\/\/[^\s/]+/.test(url) && URL.canParse(url), expectedUrl);

const redisUrls = z
  .string()
  .default('')
  .transform((list) =>
    list
      .split(',')
      .map((url) => url.trim())
      .filter(Boolean),
  )
  .pipe(z.array(redisUrl));

const expectedPort = 'Expected a port between 1 and 65535';
const port = z
  .string()
  .refine((text) => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535, expectedPort)
  .transform(Number);

const wholeNumber = (what: string, min: number, max: number) => {
  const expected = `Expected ${what} between ${min} and ${max}`;
  return z
    .string()
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max, expected)
    .transform(Number);
};

/** The environment variables of the API: written by the manifests, read by the process. */
export const envSchema = z.object({
  PORT: port.default(API_PORT),
  /** The primary: takes every write. With Sentinels only its user and password count. */
  REDIS_URL: redisUrl,
  /** The replicas, comma-separated: serve the reads. Empty: the primary serves them too. */
  REDIS_REPLICAS_URL: redisUrls,
  /** Sentinels, comma-separated: they say who is primary and who is replica, now and after each failover. Empty: nobody does. */
  REDIS_SENTINELS_URL: redisUrls,
  /** What the Sentinels call the primary. */
  REDIS_SENTINEL_NAME: z.string().min(1, 'Expected a name').default('primary'),
  /** A file with the password of every URL above that has none. */
  REDIS_PASSWORD_FILE: z.string().default(''),
  /** A file with the certificates (PEM) of the authorities to trust for `rediss://`; by default those of Node. */
  REDIS_CA_FILE: z.string().default(''),
  /** `true`: write the id `key` at start, as the seeds did. */
  SLUICE_SEED_ITEM: z.stringbool('Expected `true` or `false`').default(false),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'Expected one of fatal, error, warn, info, debug, trace, silent',
    )
    .default('info'),
  /** How long a stopping process still serves after readiness went off, in milliseconds. */
  SHUTDOWN_DRAIN_MS: wholeNumber('milliseconds', 0, 999_999).default(0),
  /** Of a whole request body, so of a value too. */
  MAX_BODY_BYTES: wholeNumber('bytes', 1024, 64 * 1024 * 1024).default(256 * 1024),
  /** Of an id. Four times as many bytes, each escaped to three, must fit into a URL. */
  MAX_ID_CHARACTERS: wholeNumber('characters', 1, 1024).default(256),
  /** How many requests may be in flight before more are refused by 503. */
  MAX_IN_FLIGHT: wholeNumber('requests', 1, 100_000).default(500),
  /** Median lag of the event loop above which fewer may, in milliseconds. */
  MAX_EVENT_LOOP_LAG_MS: wholeNumber('milliseconds', 1, 60_000).default(250),
  /** Requests per second that one client may send to one process; 0: as many as it likes. */
  RATE_LIMIT_PER_S: wholeNumber('requests per second', 0, 1_000_000).default(0),
  /** How many proxies in front of the API are to be believed about who the client is. */
  TRUSTED_PROXIES: wholeNumber('proxies', 0, 10).default(0),
  /** Where an OpenTelemetry collector takes spans by OTLP over HTTP. Empty: nothing is traced. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .string()
    .refine(
      (text) => text === '' || (/^https?:\/\/[^\s/]+/.test(text) && URL.canParse(text)),
      'Expected an http URL, e.g. http://collector:4318',
    )
    .default(''),
  /** The part of requests without a trace of their caller's that is traced, 0 to 1. */
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .refine((text) => /^(0|1|0?\.\d{1,9}|[01]\.0*)$/.test(text), 'Expected a number between 0 and 1')
    .transform(Number)
    .default(0.01),
  OTEL_SERVICE_NAME: z.string().min(1, 'Expected a name').default('sluice-api'),
  /** The revision that this process was built from, for the metric `sluice_build_info`. */
  SLUICE_COMMIT: z.string().default('unknown'),
  /**
   * Secrets that tokens are signed with, comma-separated, each of at least 32 characters. The first signs, all are accepted: so
   * they can be changed while clients hold tokens. Empty: tokens are not signed.
   */
  TOKEN_SECRETS: z
    .string()
    .default('')
    .transform((list) => list.split(',').filter(Boolean))
    .pipe(z.array(z.string().min(32, 'Expected secrets of at least 32 characters'))),
  /** How long a write with `Sluice-Durability` waits for its replicas, in milliseconds. */
  DURABILITY_TIMEOUT_MS: wholeNumber('milliseconds', 1, 60_000).default(500),
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
    return { variable, message: `${issue.message}, got ${shown(variable, value)}` };
  });
}

function shown(variable: string, value: string | undefined): string {
  if (value === undefined) return 'nothing';
  return /SECRET|PASSWORD/.test(variable) ? 'something else' : `\`${redact(value)}\``;
}

/** A password in a URL has no place in a log. */
const redact = (value: string): string => value.replace(/(\/\/[^:/@\s]*:)[^@\s]*@/g, '$1***@');
