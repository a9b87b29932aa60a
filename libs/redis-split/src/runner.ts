import type { ChainableCommander } from 'ioredis';
import { aroundExec } from './chain.ts';
import type { Fence } from './durable/fence.ts';
import { closedError, LostWriteError, RedisSplitError } from './errors.ts';
import type { Demand } from './freshness/demand.ts';
import type { Answer, FreshReads } from './freshness/fresh-reads.ts';
import type { Node } from './node/node.ts';
import type { Reads } from './reads.ts';
import type { ReadFrom } from './routing/read-nodes.ts';
import { route, type Route } from './routing/route.ts';
import type { SessionState } from './session/session-state.ts';
import { formatToken, type Token } from './token/token.ts';
import type { Paths } from './view.ts';
import type { Writes } from './writes.ts';

interface Parts {
  readonly primary: Node;
  readonly reads: Readonly<Record<ReadFrom, Reads>>;
  readonly fresh: FreshReads;
  readonly writes: Writes;
  readonly isClosed: () => boolean;
  readonly onLostWrite: (error: LostWriteError) => void;
  readonly onUnknownLineage: (token: Token | undefined) => void;
}

/** Leads each command to where it runs. */
export class Runner {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * How commands run under one demand.
   *
   * @param sessionNow finds the session at the time of each command
   * @param seen told of every read that was answered
   */
  paths(demand: Demand, sessionNow: () => SessionState | undefined, seen?: (answer: Answer) => void): Paths {
    const { primary, reads, fresh, writes, isClosed } = this.#parts;
    const eventually = reads[demand.from];
    const onNode = seen && ((node: Node) => seen(unproved(node)));
    // A session cannot do without a check.
    const checkedDemand: Demand = demand.mode === 'eventual' ? { ...demand, mode: 'verified' } : demand;
    return {
      run: (method, command, args) => {
        if (isClosed()) return Promise.reject(closedError());
        const to = destination(method, command, args);
        if (to === 'lease') return Promise.reject(notRoutable(command));
        const session = sessionNow();
        if (to === 'primary') return writes.send(method, args, command, session);
        if (session) return this.#told(session.read(fresh, { method, args, demand: checkedDemand }), seen);
        if (demand.mode === 'eventual') return eventually.send(method, args, onNode);
        return this.#told(fresh.read({ method, args, demand, needs: demand.after }), seen);
      },
      multi: () => writes.guard(primary.multi(), sessionNow()),
      pipeline: () => writes.guard(primary.pipeline(), sessionNow()),
    };
  }

  /** The value, once all who want to know have been told how it came about. */
  async #told(answering: Promise<Answer>, seen?: (answer: Answer) => void): Promise<unknown> {
    try {
      const answer = await answering;
      seen?.(answer);
      if (answer.outcome === 'unknown') this.#parts.onUnknownLineage(tokenOf(answer));
      return answer.value;
    } catch (error) {
      if (error instanceof LostWriteError) this.#parts.onLostWrite(error);
      throw error;
    }
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
  };
}

/** With `call` the name of the command is the first argument. */
const destination = (method: string, command: string, args: unknown[]): Route =>
  route(command, method.startsWith('call') ? args.slice(1) : args);

const notRoutable = (command: string) =>
  new RedisSplitError(
    'REDIS_SPLIT_NOT_ROUTABLE',
    `${command.toUpperCase()} needs a connection of its own, and this one is shared: use \`client.lease('primary', (connection) => …)\``,
  );

const unproved = (node: Node): Answer => ({ value: undefined, node, outcome: node.role, stalenessMs: Infinity });

function tokenOf({ unknown: [first, ...rest] = [] }: Answer): Token | undefined {
  return first && formatToken([first, ...rest]);
}
