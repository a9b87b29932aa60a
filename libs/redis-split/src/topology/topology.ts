import { z } from 'zod';
import { parseNodeUrl } from '../node-url.ts';
import { wholeMs } from '../whole-ms.ts';

// The text says nothing of the value: it may hold a password.
const expectedUrl = 'Expected a URL such as redis://user:password@host:6379/0 (or rediss://), without a query';

const urlWithPort = (port: number) =>
  z.string(expectedUrl).transform((text, context) => {
    const address = parseNodeUrl(text, port);
    if (address) return address;
    context.addIssue(expectedUrl);
    return z.NEVER;
  });

const nodeUrl = urlWithPort(6379);
const sentinelUrl = urlWithPort(26379);

/** A list of nodes. Which of them is the primary is what they say themselves, now and after each change. */
const fixedList = z.strictObject({
  kind: z.literal('static'),
  /** URLs of all nodes, in any order. A host name is resolved again at each reconnect. */
  nodes: z.array(nodeUrl).min(1, 'Expected at least one node'),
});

/** The nodes that a majority of the Sentinels names. */
const sentinel = z.strictObject({
  kind: z.literal('sentinel'),
  /** Name of the primary in the Sentinels' configuration. */
  name: z.string().min(1, 'Expected the name of the primary in the Sentinels’ configuration'),
  /** URLs of Sentinels; further ones are learned from these. */
  sentinels: z.array(sentinelUrl).min(1, 'Expected at least one Sentinel'),
  /**
   * How to log in to the nodes, as a URL whose host and port do not matter: `redis://user:password@nodes/0`.
   *
   * @default 'redis://nodes'
   */
  login: nodeUrl.default({ host: 'nodes', port: 6379, db: 0 }),
  /**
   * How often each Sentinel is asked, in milliseconds, at least 10; besides whenever one of them tells of a change, and as often
   * as `sampleIntervalMs` while reads ask how old their answers are.
   *
   * @default 1000
   */
  pollIntervalMs: wholeMs(10).default(1000),
});

/** Every address of one name, such as a headless service of Kubernetes. Roles are what the nodes say. */
const headless = z.strictObject({
  kind: z.literal('headless'),
  /** URL whose host stands for all nodes. */
  url: nodeUrl,
  /**
   * How often the name is resolved, in milliseconds, at least 10; besides whenever there is no primary.
   *
   * @default 5000
   */
  resolveIntervalMs: wholeMs(10).default(5000),
  /** Name servers, each `address` or `address:port`; the system's by default. */
  dnsServers: z.array(z.string()).min(1).optional(),
});

/** Addresses with a role of their own, behind which nodes change: services of Kubernetes, the endpoints of a cloud. */
const virtual = z.strictObject({
  kind: z.literal('virtual'),
  /** URL that leads to the primary, whichever node that is. */
  primary: nodeUrl,
  /**
   * URLs that lead to replicas. One may hide several: then so many connections are opened that each is met.
   *
   * @default []
   */
  replicas: z.array(nodeUrl).default([]),
  /**
   * Most connections to replicas.
   *
   * @default 16
   */
  maxConnections: z.int('Expected a whole number, at least 1').min(1).default(16),
});

export const topologySchema = z.discriminatedUnion('kind', [fixedList, sentinel, headless, virtual], {
  error: 'Expected a topology of kind static, sentinel, headless or virtual',
});

/** How the nodes are found. */
export type Topology = z.input<typeof topologySchema>;
