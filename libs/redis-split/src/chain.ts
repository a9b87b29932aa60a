import type { ChainableCommander } from 'ioredis';

type Exec = ChainableCommander['exec'];

/** Put something around the moment a transaction or pipeline is sent and answered. A callback is called once, as by ioredis. */
export function aroundExec(
  chain: ChainableCommander,
  around: (exec: () => ReturnType<Exec>) => ReturnType<Exec>,
): ChainableCommander {
  const exec = chain.exec.bind(chain);
  chain.exec = (callback) => {
    const rows = around(() => exec());
    rows.then(
      (result) => callback?.(null, result),
      (error: Error) => callback?.(error),
    );
    return rows;
  };
  return chain;
}
