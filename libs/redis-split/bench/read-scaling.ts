import { openSplit, type Servers } from './clients.ts';
import { limitServers } from './limits.ts';
import { measureInRounds } from './rounds.ts';
import { spreadOf, type Spread } from './statistics.ts';

/** LCS fills a table of length × length: about 0.3 ms of the server for some 10 µs of the client. */
const LENGTH = 600;

/** Throughput with two replicas over that of the primary alone, for reads so heavy that the servers are the bottleneck. */
export async function readScaling({ primary, replicas }: Servers, rounds: number): Promise<Record<string, Spread>> {
  const two = replicas.slice(0, 2);
  const limits = await limitServers([...two, primary]);
  process.stderr.write(`  ${limits.how}\n`);
  try {
    // On a busy machine a limited server may take long.
    const options = { commandTimeoutMs: 10_000 };
    const alone = await openSplit({ primary, replicas: [] }, options);
    const split = await openSplit({ primary, replicas: two }, options);
    await alone.mset('a', 'ab'.repeat(LENGTH / 2), 'b', 'ba'.repeat(LENGTH / 2));

    const samples = await measureInRounds(
      { alone: () => alone.lcs('a', 'b', 'LEN'), split: () => split.lcs('a', 'b', 'LEN') },
      { rounds, operations: 2000, turns: 4, callers: 50 },
    );

    await Promise.all([alone.close(), split.close()]);
    return { readScaling2Replicas: spreadOf(samples.map(({ alone, split }) => alone.wallUs / split.wallUs)) };
  } finally {
    await limits.undo();
  }
}
