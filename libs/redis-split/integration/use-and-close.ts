// Run by shutdown.int-spec.ts: uses a client in every way, closes it with work under way, and says what was left.
import { createSplitClient, type Topology } from '../src/index.ts';

const topology = JSON.parse(process.argv[2] ?? '') as Topology;
const client = createSplitClient({ topology, hedging: { budgetRatio: 0.05 } });
await client.ready({ timeoutMs: 30_000 });

let pending = 0;
const track = (work: Promise<unknown>): void => {
  pending++;
  const over = () => void pending--;
  work.then(over, over);
};
for (let i = 0; i < 50; i++) {
  track(client.set('k', i));
  track(client.get('k'));
  track(client.with({ maxStalenessMs: 50, onStale: 'wait', waitMs: 5000 }).get('k'));
  track(client.with({ hedge: true }).get('k'));
  track(client.durable({ replicas: 1, timeoutMs: 5000 }).incr('n'));
  track(client.multi().incr('n').exec());
  track(client.inSession(async (session) => session.set('k', 'v').then(() => session.get('k'))));
}
track(client.lease('primary', (connection) => connection.blpop('nothing', 0)));

await client.close();
// Callbacks of what was rejected by that.
await new Promise((resolve) => setImmediate(resolve));
// The pipe that this is written to is not the client's.
const resources = process
  .getActiveResourcesInfo()
  .filter((name) => !['PipeWrap', 'TTYWrap', 'Immediate'].includes(name));
process.stdout.write(JSON.stringify({ pending, resources }));
