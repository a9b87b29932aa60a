import { z } from 'zod';
import { Refusal } from './refusal.ts';

const dnsLabel = z.string().regex(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, 'expected a DNS label, e.g. sluice-prod');
const cpu = z.string().regex(/^[1-9]\d*m?$/, 'expected a CPU quantity, e.g. 250m or 1');
const memory = z.string().regex(/^[1-9]\d*(Mi|Gi)$/, 'expected a memory quantity, e.g. 256Mi or 1Gi');
const resources = { cpu, memory, memoryLimit: memory };

const environmentSchema = z.strictObject({
  /** Spelt the same in the file, in `--env=` and in the overlay's folder. */
  name: dnsLabel,
  /** The kubectl context that `apply` uses. */
  kubeContext: z.string().min(1, 'expected the name of a kubectl context'),
  namespace: dnsLabel,
  /** Where load is sent to. */
  apiUrl: z.url('expected a URL, e.g. http://127.0.0.1:32000'),
  /** Named network namespace of this machine that the load must stay in. */
  networkNamespace: dnsLabel.optional(),
  image: z.strictObject({
    name: z.string().regex(/^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)+$/, 'expected an image name without a tag'),
    tag: z.string().regex(/^[\w][\w.-]{0,127}$/, 'expected an image tag'),
  }),
  api: z
    .strictObject({
      ...resources,
      /** Only where one pod must not starve the rest of a small machine: a limit throttles, which shows as latency. */
      cpuLimit: cpu.optional(),
      replicas: z.strictObject({
        min: z.int('expected a whole number of pods').min(1, 'expected at least 1'),
        max: z.int('expected a whole number of pods').max(200, 'expected at most 200'),
      }),
      /** In percent of the CPU request. */
      targetCpuUtilization: z.int('expected whole percents').min(10, 'expected 10 to 95').max(95, 'expected 10 to 95'),
      /** How long the load must have been low before pods go, in seconds. */
      scaleDownWindowS: z.int('expected whole seconds').min(60, 'expected 60 to 300').max(300, 'expected 60 to 300'),
      /** `DoNotSchedule` only where there are nodes enough. */
      spread: z.enum(['ScheduleAnyway', 'DoNotSchedule'], 'expected `ScheduleAnyway` or `DoNotSchedule`'),
      /** Serves the API on this port of every node; absent: inside the cluster only. */
      nodePort: z.int().min(30_000, 'expected 30000 to 32767').max(32_767, 'expected 30000 to 32767').optional(),
      /** Write the id `key` at start, as the seeds did. */
      seedItem: z.boolean('expected `true` or `false`'),
    })
    .refine(({ replicas }) => replicas.max >= replicas.min, {
      path: ['replicas', 'max'],
      message: 'expected at least `replicas.min`',
    }),
  redis: z.strictObject({
    ...resources,
    replicas: z.int('expected a whole number of replicas').min(0, 'expected 0 or more').max(9, 'expected at most 9'),
    /** Size of the primary's volume; absent: its data lives as long as its pod. */
    storage: memory.optional(),
  }),
});

/** Everything that differs between environments, and nothing else. */
export type Environment = Readonly<z.output<typeof environmentSchema>>;

/**
 * Check an environment where it is written down.
 *
 * @throws Refusal that names the environment, every wrong field, what was expected and what came
 */
export function defineEnvironment(environment: Environment): Environment {
  const result = environmentSchema.safeParse(environment);
  if (result.success) return Object.freeze(result.data);

  const problems = result.error.issues.map(
    ({ path, message }) => `  ${path.join('.')}: ${message}, got ${JSON.stringify(valueAt(environment, path))}`,
  );
  throw new Refusal(2, [`Environment \`${environment.name}\` is wrong:`, ...problems].join('\n'));
}

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value);
