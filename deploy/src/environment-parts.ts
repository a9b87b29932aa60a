import { z } from 'zod';

/** The parts that environments are made of. Messages follow the field's name, so they begin with "expected". */
export const dnsLabel = z
  .string('expected a DNS label, e.g. sluice-prod')
  .regex(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, 'expected a DNS label, e.g. sluice-prod');
const expectedCpu = 'expected a CPU quantity, e.g. 250m or 1';
const cpu = z.string(expectedCpu).regex(/^[1-9]\d*m?$/, expectedCpu);
const expectedMemory = 'expected a memory quantity, e.g. 256Mi or 1Gi';
const memory = z.string(expectedMemory).regex(/^[1-9]\d*(Mi|Gi)$/, expectedMemory);
const resources = { cpu, memory, memoryLimit: memory };
const count = (what: string, min: number, max: number) =>
  z.int(`expected a whole number of ${what}`).min(min, `expected at least ${min}`).max(max, `expected at most ${max}`);

const imageName = z.string().regex(/^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)+$/, 'expected an image name without a tag');
const expectedDigest = 'expected a digest, never a tag, e.g. sha256:…';
const digest = z.string(expectedDigest).regex(/^sha256:[0-9a-f]{64}$/, expectedDigest);

/** By tag, where images are made anew under the same name. */
export const image = z.strictObject({
  name: imageName,
  tag: z.string('expected an image tag').regex(/^[\w][\w.-]{0,127}$/, 'expected an image tag'),
});
/** By digest: what was tried is what runs. The pipeline writes it down when it has published the image. */
export const imageByDigest = z.strictObject({ name: imageName, digest });
export type Image = z.output<typeof image> | z.output<typeof imageByDigest>;

/** Stands where no image was published yet. It renders, and `apply` refuses it. */
export const unpublished = `sha256:${'0'.repeat(64)}`;

export const nodesSchema = z.strictObject({
  count: count('nodes', 1, 1000),
  zones: count('zones', 1, 10),
  /** Of one node, after what the system keeps. */
  cpu,
  memory,
});

export const quotaSchema = z.strictObject({ cpu, memory, memoryLimit: memory, pods: count('pods', 1, 1000) });

export const apiSchema = z
  .strictObject({
    ...resources,
    /** Only where one pod must not starve the rest of a small machine: a limit throttles, which shows as latency. */
    cpuLimit: cpu.optional(),
    replicas: z.strictObject({ min: count('pods', 1, 200), max: count('pods', 1, 200) }),
    /** What the load tests hold to be an ordinary day; the cost is told for it. */
    typicalReplicas: count('pods', 1, 200),
    /** In percent of the CPU request. */
    targetCpuUtilization: z.int('expected whole percents').min(10, 'expected 10 to 95').max(95, 'expected 10 to 95'),
    /** `cpu`: the HPA alone. `requests`: KEDA on offered requests, CPU beside them. */
    scaleOn: z.discriminatedUnion(
      'signal',
      [
        z.strictObject({ signal: z.literal('cpu') }),
        z.strictObject({ signal: z.literal('requests'), perPodPerS: count('requests', 1, 100_000) }),
      ],
      'expected one of `cpu`, `requests`',
    ),
    /** How long the load must have been low before pods go, in seconds. */
    scaleDownWindowS: z.int('expected whole seconds').min(60, 'expected 60 to 300').max(300, 'expected 60 to 300'),
    /** `DoNotSchedule` only where there are nodes enough. */
    spread: z.enum(['ScheduleAnyway', 'DoNotSchedule'], 'expected `ScheduleAnyway` or `DoNotSchedule`'),
    /** Serves the API on this port of every node; absent: inside the cluster only. */
    nodePort: z.int().min(30_000, 'expected 30000 to 32767').max(32_767, 'expected 30000 to 32767').optional(),
    /** Namespaces whose pods may call; absent: anyone who reaches a node. */
    clientNamespaces: z.array(dnsLabel).min(1, 'expected at least one namespace').optional(),
    /** Write the id `key` at start, as the seeds did. */
    seedItem: z.boolean('expected `true` or `false`'),
  })
  .refine(({ replicas }) => replicas.max >= replicas.min, {
    path: ['replicas', 'max'],
    message: 'expected at least `replicas.min`',
  })
  .refine(({ replicas, typicalReplicas: typical }) => typical >= replicas.min && typical <= replicas.max, {
    path: ['typicalReplicas'],
    message: 'expected a number from `replicas.min` to `replicas.max`',
  });

export const redisSchema = z
  .strictObject({
    ...resources,
    replicas: count('replicas', 0, 9),
    /** The primary refuses writes with fewer replicas at hand: they would be lost with it. */
    minReplicasToWrite: count('replicas', 0, 9),
    /** Size of the volume; absent: the data lives as long as its pod. */
    storage: memory.optional(),
    /** `sentinel`: three Sentinels make a replica the primary when the primary is gone. */
    failover: z.enum(['none', 'sentinel'], 'expected `none` or `sentinel`'),
    /** Connections are encrypted, and nothing listens that is not. */
    tls: z.boolean('expected `true` or `false`'),
  })
  .refine(({ replicas, minReplicasToWrite }) => minReplicasToWrite <= replicas, {
    path: ['minReplicasToWrite'],
    message: 'expected at most `replicas`',
  })
  .refine(({ replicas, failover }) => failover === 'none' || replicas > 0, {
    path: ['failover'],
    message: 'expected `none` without replicas',
  })
  .refine(({ tls, failover }) => failover === 'none' || !tls, {
    path: ['tls'],
    message: 'expected `false` with Sentinel, which is not encrypted here yet',
  });
