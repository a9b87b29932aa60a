import type { Mutant } from './mutant.ts';

const unit = (file: string, test?: string) => ({ project: 'unit', file, ...(test !== undefined && { test }) }) as const;
const integration = (file: string, test?: string) =>
  ({ project: 'integration', file, ...(test !== undefined && { test }) }) as const;

/** What must never work. To add one: what is changed, and which tests must fail then. */
export const mutants: readonly Mutant[] = [
  {
    id: 'no-replid',
    what: 'an offset is compared without its replication id',
    edits: [
      {
        file: 'src/token/position.ts',
        find: 'return reached.replid === needed.replid && reached.offset >= needed.offset;',
        replace: 'return reached.offset >= needed.offset;',
      },
    ],
    killedBy: unit('token/position.spec'),
  },
  {
    id: 'no-replid-of-replica',
    what: 'a replica of another history is judged by its offset',
    edits: [
      {
        file: 'src/freshness/judge.ts',
        find: "if (!reached || reached.replid !== history.current) return 'lineage';",
        replace: "if (!reached) return 'lineage';",
      },
    ],
    killedBy: unit('freshness/judge.spec'),
  },
  {
    id: 'equal-offset',
    what: 'a replica must be exactly at the token (`==` for `>=`)',
    edits: [
      {
        file: 'src/token/position.ts',
        find: 'reached.offset >= needed.offset',
        replace: 'reached.offset === needed.offset',
      },
    ],
    killedBy: unit('token/position.spec'),
  },
  {
    id: 'fork-one-late',
    what: 'the first lost offset counts as kept (`<=` for `<` at the fork)',
    edits: [
      { file: 'src/token/lineage.ts', find: 'position.offset >= forkOffset', replace: 'position.offset > forkOffset' },
    ],
    killedBy: unit('token/lineage.spec'),
  },
  {
    id: 'fork-of-replica',
    what: "a replica's own second_repl_offset is taken for the fork",
    edits: [
      {
        file: 'src/freshness/history.ts',
        find: "if (info.role === 'primary' && position) {",
        replace: 'if (position) {',
      },
    ],
    killedBy: unit('freshness/history.spec'),
  },
  {
    id: 'lost-is-kept',
    what: 'nobody looks whether a write was lost',
    edits: [
      {
        file: 'src/token/lineage.ts',
        find: 'if (forkOffset !== undefined && position.offset >= forkOffset)',
        replace: 'if (forkOffset !== undefined && position.offset < 0n)',
      },
    ],
    killedBy: integration('sessions', 'reports a write that a failover lost'),
  },
  {
    id: 'info-before-write',
    what: "the position is asked before the write's bytes",
    edits: [
      {
        file: 'src/writes/writes.ts',
        find: `const reply = primary.send(method, args);
        // After the command's bytes: asked before, the position would not contain it.
        session?.track(primary);`,
        replace: `session?.track(primary);
        const reply = primary.send(method, args);`,
      },
      {
        file: 'src/node/node.ts',
        find: 'await this.#reports.following().catch',
        replace: 'await this.#reports.now().catch',
      },
    ],
    killedBy: integration('sessions', 'reads its own writes'),
  },
  {
    id: 'info-before-exec',
    what: 'the position is asked before a transaction runs, as INFO inside MULTI does',
    edits: [
      {
        file: 'src/writes/writes.ts',
        find: 'const rows = this.#exec(primary, exec);\n      // Inside a transaction the position would be the one before it.\n      session?.track(primary, rows);',
        replace: 'session?.track(primary);\n      const rows = this.#exec(primary, exec);',
      },
      {
        file: 'src/node/node.ts',
        find: 'await this.#reports.following().catch',
        replace: 'await this.#reports.now().catch',
      },
    ],
    killedBy: integration('sessions', 'reads what its transactions'),
  },
  {
    id: 'auto-pipelining',
    what: 'ioredis sends some commands later than others (auto-pipelining)',
    edits: [
      {
        file: 'src/node/connection-options.ts',
        find: 'enableAutoPipelining: false',
        replace: 'enableAutoPipelining: true',
      },
    ],
    killedBy: integration('freshness', 'asks right before and right after'),
  },
  {
    id: 'any-role-at-capture',
    what: 'the position after a write is taken from a server in any role',
    edits: [
      {
        file: 'src/node/node.ts',
        find: "report?.epoch === epoch && report.info.role === 'primary' ? report.info.position : undefined",
        replace: 'report?.epoch === epoch ? report.info.position : undefined',
      },
    ],
    killedBy: integration('sessions', 'was demoted before it said'),
  },
  {
    id: 'epoch-at-ready',
    what: 'a connection gets its number when it is ready, after INFO may have been sent over it',
    edits: [{ file: 'src/node/reports.ts', find: "redis.on('close',", replace: "redis.on('ready'," }],
    killedBy: unit('node/reports.spec'),
  },
  {
    id: 'received-offset',
    what: 'what a replica has received counts as applied (slave_read_repl_offset)',
    edits: [
      { file: 'src/node/replication-info.ts', find: ": 'slave_repl_offset'", replace: ": 'slave_read_repl_offset'" },
    ],
    killedBy: unit('node/replication-info.spec'),
  },
  {
    id: 'receive-time',
    what: 'a sample of the primary counts from its answer, not from its question',
    edits: [
      {
        file: 'src/node/reports.ts',
        find: 'const report = { info, sentAtMs, epoch };',
        replace: 'const report = { info, sentAtMs: Math.max(sentAtMs, performance.now()), epoch };',
      },
    ],
    killedBy: integration('soundness'),
  },
  {
    id: 'samples-of-two-histories',
    what: 'samples of the primary are kept when its history changes',
    edits: [
      {
        file: 'src/freshness/primary-samples.ts',
        find: 'if (replid !== this.#replid || (newest && offset < newest.offset)) this.#samples = [];',
        replace: 'if (newest && offset < newest.offset) this.#samples = [];',
      },
    ],
    killedBy: unit('freshness/primary-samples.spec'),
  },
  {
    id: 'leading-offset',
    what: 'a session goes on from the position before its read, not from the one after it',
    edits: [
      {
        file: 'src/freshness/attempts.ts',
        find: "outcome: 'replica', stalenessMs: verdict, position: after.info.position };",
        replace: "outcome: 'replica', stalenessMs: verdict, position: before.info.position };",
      },
    ],
    killedBy: unit('freshness/fresh-reads.spec'),
  },
  {
    id: 'answer-of-another-history',
    what: 'a token is judged by a newer history than the answer is of',
    edits: [
      {
        file: 'src/freshness/attempts.ts',
        find: "reached?.replid === this.#history.current && isOfOneHistory(bracketed, 'primary')",
        replace: "isOfOneHistory(bracketed, 'primary')",
      },
    ],
    killedBy: unit('freshness/fresh-reads.spec'),
  },
  {
    id: 'going-back',
    what: 'nobody looks whether a replica went back to older data during a read',
    edits: [
      {
        file: 'src/freshness/attempts.ts',
        find: 'satisfies(after.info.position, before.info.position)',
        replace: 'after.info.position.replid === before.info.position.replid',
      },
    ],
    killedBy: unit('freshness/fresh-reads.spec'),
  },
  {
    id: 'token-ahead',
    what: 'a token ahead of the primary is waited for, not rejected',
    edits: [
      {
        file: 'src/freshness/judge.ts',
        find: `    throw new RedisSplitError(
      'REDIS_SPLIT_TOKEN_INVALID',`,
        replace: `    if (reached.offset >= 0n) return true;
    throw new RedisSplitError(
      'REDIS_SPLIT_TOKEN_INVALID',`,
      },
    ],
    killedBy: unit('freshness/judge.spec'),
  },
  {
    id: 'silent-second-loss',
    what: 'a session forgets losses that it was not told of',
    edits: [
      {
        file: 'src/session/session-state.ts',
        find: '!(reported.includes(position) && isLost(position))',
        replace: '!isLost(position)',
      },
    ],
    killedBy: unit('session/session-state.spec'),
  },
  {
    id: 'last-missed-write',
    what: 'of several writes whose places are not known, only the last one counts',
    edits: [
      {
        file: 'src/session/session-state.ts',
        find: 'replid: isSame ? replid : undefined',
        replace: 'replid: isSame ? replid : replid',
      },
    ],
    killedBy: unit('session/session-state.spec'),
  },
  {
    id: 'wait-again',
    what: 'WAIT is sent again on a new connection',
    edits: [
      {
        file: 'src/durable/fence.ts',
        find: 'const confirmation = await this.#confirm();',
        replace: 'const confirmation = await this.#confirm().catch(() => this.#drop().then(() => this.#confirm()));',
      },
    ],
    killedBy: integration('durable', 'never ask again'),
  },
  {
    id: 'wait-without-fence',
    what: "WAIT without a write of the fence's own connection before it",
    edits: [{ file: 'src/durable/fence.ts', find: "redis.publish(CHANNEL, ''),", replace: 'Promise.resolve(0),' }],
    killedBy: integration('durable', 'are not durable while the replicas are frozen'),
  },
  {
    id: 'fence-elsewhere',
    what: 'the fence looks neither whether it is on the server that was written to, nor at its history',
    edits: [
      { file: 'src/durable/fence.ts', find: 'runIds[0] !== runIds[1] || ', replace: '' },
      {
        file: 'src/durable/confirmation.ts',
        find: "role === 'primary' && position?.replid === replid",
        replace: "role === 'primary' && position !== undefined",
      },
    ],
    killedBy: integration('durable', 'one that new connections to the address reach'),
  },
  {
    id: 'samples-of-two-primaries',
    what: 'samples of the primary are kept when another node is the primary',
    edits: [
      {
        file: 'src/freshness/history.ts',
        find: `  primaryChanged(): void {
    this.#samples = new PrimarySamples();`,
        replace: '  primaryChanged(): void {',
      },
    ],
    killedBy: unit('freshness/history.spec'),
  },
  {
    id: 'unwitnessed-age',
    what: 'an age counts though no majority of Sentinels confirmed the primary for as long',
    edits: [
      {
        file: 'src/freshness/history.ts',
        find: 'return Math.max(this.#samples.stalenessMs(position, nowMs), this.unconfirmedMs(nowMs));',
        replace: 'return this.#samples.stalenessMs(position, nowMs);',
      },
    ],
    killedBy: unit('freshness/history.spec'),
  },
  {
    id: 'minority',
    what: 'one Sentinel is enough to name the primary',
    edits: [{ file: 'src/topology/sentinel/vote.ts', find: 'Math.floor(known / 2) + 1', replace: '1' }],
    killedBy: unit('sentinel/vote.spec'),
  },
  {
    id: 'majority-of-the-listed',
    what: 'a majority counts only the Sentinels that the client was told of',
    edits: [
      {
        file: 'src/topology/sentinel/vote.ts',
        find: 'Math.max(configured, ...votes.map(({ sentinels }) => sentinels))',
        replace: 'configured',
      },
    ],
    killedBy: unit('sentinel/vote.spec'),
  },
  {
    id: 'confirmed-by-one',
    what: 'the primary counts as confirmed up to when the first Sentinel of the majority was asked',
    edits: [
      {
        file: 'src/topology/sentinel/vote.ts',
        find: '(a, b) => b - a)[majority - 1]',
        replace: '(a, b) => b - a)[0]',
      },
    ],
    killedBy: unit('sentinel/vote.spec'),
  },
  {
    id: 'node-against-itself',
    what: 'P2C may compare a node with itself',
    edits: [
      {
        file: 'src/balancing/pick.ts',
        find: 'candidates[other < i ? other : other + 1] as N',
        replace: 'candidates[i] as N',
      },
    ],
    killedBy: unit('balancing'),
  },
  {
    id: 'full-scan',
    what: 'P2C looks at all nodes, so that everybody runs to the same one',
    edits: [
      {
        file: 'src/balancing/pick.ts',
        find: '  const i = Math.floor(random() * count);',
        replace:
          '  if (count > 2) return candidates.toSorted((a, b) => cost(a, nowMs) - cost(b, nowMs))[0];\n  const i = Math.floor(random() * count);',
      },
    ],
    killedBy: unit('balancing'),
  },
];
