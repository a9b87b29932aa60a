import { z } from 'zod';
import {
  apiSchema,
  dnsLabel,
  image,
  imageByDigest,
  nodesSchema,
  quotaSchema,
  redisSchema,
} from './environment-parts.ts';
import { Refusal } from './refusal.ts';

const everywhere = {
  /** Spelt the same in the file's name, in `--env=` and in the overlay's folder. */
  name: dnsLabel,
  /** The kubectl context that `apply` uses. */
  kubeContext: z.string().min(1, 'expected the name of a kubectl context'),
  namespace: dnsLabel,
  /** Where load is sent to. */
  apiUrl: z.url('expected a URL, e.g. http://127.0.0.1:32000'),
  /** Named network namespace of this machine that the load must stay in. */
  networkNamespace: dnsLabel.optional(),
  /** What the cluster has: rules compare the most that is asked for with it. */
  nodes: nodesSchema,
  /** What this namespace may ask for. */
  quota: quotaSchema,
  api: apiSchema,
  redis: redisSchema,
  /** Where the Prometheus Operator is; absent: nothing is scraped. */
  monitoring: z
    .strictObject({
      namespace: dnsLabel,
      prometheusUrl: z.url('expected the URL of Prometheus inside the cluster'),
      scrapeIntervalS: z.int('expected whole seconds').min(1, 'expected 1 to 60').max(60, 'expected 1 to 60'),
    })
    .optional(),
  /** Names of the Helm releases in `src/releases/` that this environment brings. */
  releases: z.array(dnsLabel).default([]),
};

/** Made once, on the first apply, and kept in the cluster: for clusters that are thrown away. */
const generated = z.strictObject({ source: z.literal('generated', 'expected `generated`') });
/** Lies in a store that External Secrets reads. There is no field that could hold a value. */
const byReference = z.strictObject({
  source: z.literal('external-secrets', 'expected `external-secrets`: no secret is written down here'),
  clusterStore: dnsLabel,
  /** Key in the store below which the entries of each Secret lie. */
  path: z.string().regex(/^[\w/-]+$/, 'expected a path in the store, e.g. sluice/prod'),
});

const images = <Image extends typeof image | typeof imageByDigest>(one: Image) =>
  z.strictObject({ api: one, redis: one, exporter: one });

const environmentSchema = z.discriminatedUnion(
  'tier',
  [
    z.strictObject({ ...everywhere, tier: z.literal('local'), images: images(image), secrets: generated }),
    z.strictObject({ ...everywhere, tier: z.literal('staging'), images: images(image), secrets: byReference }),
    z.strictObject({ ...everywhere, tier: z.literal('prod'), images: images(imageByDigest), secrets: byReference }),
  ],
  'expected one of `local`, `staging`, `prod`',
);

/** Everything that differs between environments, and nothing else. */
export type Environment = Readonly<z.output<typeof environmentSchema>>;
/** As it is written down: what has a default may be left out. */
type EnvironmentInput = z.input<typeof environmentSchema>;

type OfTier<Tier> = Extract<Environment, { tier: Tier }>;

const checked = environmentSchema
  .refine(({ api, monitoring }) => api.scaleOn.signal === 'cpu' || monitoring !== undefined, {
    path: ['api', 'scaleOn', 'signal'],
    message: 'expected `cpu`, or `monitoring` to ask for requests',
  })
  .refine(({ api, nodes }) => api.spread === 'ScheduleAnyway' || nodes.count > api.replicas.min, {
    path: ['api', 'spread'],
    message: 'expected `ScheduleAnyway` where there are not more nodes than the least pods',
  });

/**
 * Check an environment where it is written down.
 *
 * @throws Refusal that names the file, every wrong field, what was expected and what came
 */
export function defineEnvironment<Input extends EnvironmentInput>(environment: Input): OfTier<Input['tier']> {
  const result = checked.safeParse(environment);
  if (result.success) return Object.freeze(result.data) as OfTier<Input['tier']>;

  const problems = result.error.issues.map(
    ({ path, message }) => `  ${path.join('.') || '(whole)'}: ${message}, got ${shown(valueAt(environment, path))}`,
  );
  throw new Refusal(2, [`deploy/src/environments/${environment.name}.ts is wrong:`, ...problems].join('\n'));
}

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value);

/** A whole object says nothing in a sentence. */
const shown = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? `an object with ${Object.keys(value).join(', ')}`
    : (JSON.stringify(value) ?? 'nothing');
