import type { ChainableCommander } from 'ioredis';
import { aroundExec } from './chain.ts';
import type { Fence } from './durable/fence.ts';
import type { Engine } from './engine.ts';
import { closedError, LostWriteError, RedisSplitError } from './errors.ts';
import { readChannel, type Events, type ReadMessage } from './events.ts';
import type { Answer, Seen } from './freshness/answer.ts';
import type { Demand } from './freshness/demand.ts';
import type { CursorNode } from './iterators/scan.ts';
import type { Node } from './node/node.ts';
import { route, seesExpiredKeys, type Route } from './routing/route.ts';
import type { SessionState } from './session/session-state.ts';
import { formatToken, type Token } from './token/token.ts';
import type { Paths } from './paths.ts';

/** Leads each command to where it runs. */
export class Runner {
  readonly #engine: Engine;
  readonly #events: Events;
  readonly #client: string;

  /** @param client its name */
  constructor(engine: Engine, events: Events, client: string) {
    this.#engine = engine;
    this.#events = events;
    this.#client = client;
  }

  /**
   * How commands run under one demand.
   *
   * @param session that they belong to
   */
  paths(demand: Demand, session?: SessionState, seen?: Seen): Paths {
    const { writes } = this.#engine;
    // A session cannot do without a check.
    const checked: Demand = session && demand.mode === 'eventual' ? { ...demand, mode: 'verified' } : demand;
    return {
      run: (method, command, args) => {
        if (this.#engine.isClosed) return Promise.reject(closedError());
        const to = destination(method, command, args);
        if (to === 'lease') return Promise.reject(notRoutable(command));
        if (to === 'primary') return writes.send(method, args, command, session);
        if (checked.mode === 'eventual') return this.#eventual(method, command, args, demand, seen);
        return this.#proved(method, command, args, provable(checked, command), session, seen);
      },
      multi: () => writes.multi(session),
      pipeline: () => writes.pipeline(session),
      cursors: { pick: () => this.#cursorNode(demand) },
    };
  }

  #cursorNode({ from }: Demand): CursorNode {
    if (this.#engine.isClosed) throw closedError();
    return this.#engine.reads[from].pick();
  }

  #eventual(method: string, command: string, args: unknown[], demand: Demand, seen?: Seen): Promise<unknown> {
    const { reads, hedging } = this.#engine;
    const { from, hedge } = demand;
    const answered =
      seen || readChannel.hasSubscribers
        ? (node: Node) => {
            const answer: Answer = { value: undefined, node, outcome: node.role, stalenessMs: Infinity };
            seen?.(answer);
            this.#publish(command, demand, answer);
          }
        : undefined;
    return hedge
      ? reads[from].sendHedged(hedging, command, method, args, answered)
      : reads[from].send(method, args, answered);
  }

  /** The value, once all who want to know have been told how it came about. */
  async #proved(
    method: string,
    command: string,
    args: unknown[],
    demand: Demand,
    session: SessionState | undefined,
    seen: Seen | undefined,
  ): Promise<unknown> {
    const { counters, fresh } = this.#engine;
    const read = { method, command, args, demand };
    try {
      const answer = await (session ? session.read(fresh, read) : fresh.read({ ...read, needs: demand.after }));
      counters.reads[demand.mode][answer.outcome]++;
      seen?.(answer);
      this.#publish(command, demand, answer);
      if (answer.outcome === 'unknown') {
        counters.unknownTokens++;
        const token = tokenOf(answer);
        this.#events.emit('lineageUnknown', { ...(token && { token }) });
      }
      return answer.value;
    } catch (error) {
      if (error instanceof RedisSplitError) {
        counters.reads[demand.mode].failed++;
        this.#publish(command, demand);
      }
      if (error instanceof LostWriteError) {
        counters.lostTokens++;
        this.#events.emit('lostWrite', error);
      }
      throw error;
    }
  }

  #publish(command: string, { mode }: Demand, answer?: Answer): void {
    if (!readChannel.hasSubscribers) return;
    const { outcome = 'failed', stalenessMs, node } = answer ?? {};
    const message: ReadMessage = {
      ...{ client: this.#client, command, mode, outcome },
      ...(node && { node: node.status().address, stalenessMs }),
    };
    readChannel.publish(message);
  }
}

/** The same, but what runs on the primary is answered only after the fence. */
export function durablePaths(paths: Paths, fence: Fence): Paths {
  const guard = (chain: ChainableCommander) => aroundExec(chain, (exec) => fence.durably(exec));
  return {
    run: (method, command, args) => {
      const send = () => paths.run(method, command, args);
      return destination(method, command, args) === 'primary' ? fence.durably(send) : send();
    },
    multi: () => guard(paths.multi()),
    pipeline: () => guard(paths.pipeline()),
    cursors: paths.cursors,
  };
}

/** The primary answers what no replica can prove, unless only replicas may. */
const provable = (demand: Demand, command: string): Demand =>
  seesExpiredKeys(command) && demand.from !== 'replica' ? { ...demand, from: 'primary' } : demand;

/** With `call` the name of the command is the first argument. */
const destination = (method: string, command: string, args: unknown[]): Route =>
  route(command, method.startsWith('call') ? args.slice(1) : args);

const notRoutable = (command: string) =>
  new RedisSplitError(
    'REDIS_SPLIT_NOT_ROUTABLE',
    `${command.toUpperCase()} needs a connection of its own, and this one is shared: use \`client.lease('primary', (connection) => …)\``,
  );

function tokenOf({ unknown: [first, ...rest] = [] }: Answer): Token | undefined {
  return first && formatToken([first, ...rest]);
}
