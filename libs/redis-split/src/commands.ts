import { Redis, type RedisCommander } from 'ioredis';

/** Run one command: the method of ioredis that the caller used, and the Redis command in lower case that it stands for. */
type Run<C> = (client: C, method: string, command: string, args: unknown[]) => Promise<unknown>;

/** The command methods come from a loop over ioredis' own list, so only the type is declared here. */
export const RoutedCommands = class {} as unknown as new () => RedisCommander;

type NodeCallback = (error: unknown, result?: unknown) => void;

/** Give a prototype every command method of ioredis, also those that return buffers, and `call`; each goes through `run`. */
export function defineCommands<C extends object>(prototype: C, run: Run<C>): void {
  for (const command of Redis.prototype.getBuiltinCommands()) {
    for (const method of [command, `${command}Buffer`]) {
      define(prototype, method, function (this: C, ...args: unknown[]) {
        return withCallback(args, (rest) => run(this, method, command, rest));
      });
    }
  }
  for (const method of ['call', 'callBuffer']) {
    define(prototype, method, function (this: C, ...args: unknown[]) {
      return withCallback(args, (rest) => run(this, method, String(rest[0]).toLowerCase(), rest));
    });
  }
}

function define(prototype: object, name: string, value: (...args: unknown[]) => unknown): void {
  // What the class defines itself stays.
  if (!Object.hasOwn(prototype, name))
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
}

/** ioredis takes a callback as the last argument; it must not be called twice when a read is tried again. */
function withCallback(args: unknown[], run: (args: unknown[]) => Promise<unknown>): Promise<unknown> {
  const last = args.at(-1);
  if (typeof last !== 'function') return run(args);
  const callback = last as NodeCallback;
  const result = run(args.slice(0, -1));
  result.then(
    (value) => callback(null, value),
    (error: unknown) => callback(error),
  );
  return result;
}
