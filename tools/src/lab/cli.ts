import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CannotRun, exitWith } from '../cannot-run.ts';
import { addAdministratorsPath } from '../on-path.ts';
import { ensurePackages } from '../packages.ts';
import { putOnPath } from '../toolchain/put-on-path.ts';
import { apiArchive } from '../image/archives.ts';
import { addonArchives, bringAddons, parseAddons } from './addons.ts';
import { importImage } from './containerd.ts';
import { anythingLeft, down } from './down.ts';
import { abortOnSignals, Interrupted } from './interrupt.ts';
import { kubectl } from './kubectl.ts';
import { labName } from './names.ts';
import { onlyOne } from './only-one.ts';
import { labPackages } from './packages.ts';
import { labStatus } from './status.ts';
import { bringUp, type LabOptions } from './up.ts';

const usage = `usage: node cli.ts up [--hpa-sync=15s] [--with=monitoring,keda] | down | status | load-image [ARCHIVE]`;

const commands: Readonly<Record<string, (args: readonly string[], options: LabOptions) => Promise<number>>> = {
  up: (_args, options) => onlyOne(labName, () => labUp(options)),
  down: () => onlyOne(labName, labDown),
  status: showStatus,
  'load-image': loadImage,
};

await exitWith(async () => {
  const { values, positionals } = parse();
  const [name = '', ...args] = positionals;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  const hpaSync = values['hpa-sync'];
  const options = { hpaSync, addons: parseAddons(values.with) };
  if (!command) throw new CannotRun(`expected a command, got ${JSON.stringify(name)}\n${usage}`);
  if (!/^\d+(ms|s|m)$/.test(hpaSync)) throw new CannotRun(`--hpa-sync: expected a duration such as 5s, got ${hpaSync}`);
  if (process.platform !== 'linux') throw new CannotRun(`the lab runs on Linux, not on ${process.platform}`);
  if (process.getuid?.() !== 0) throw new CannotRun('the lab makes namespaces and mounts: run it as root');
  addAdministratorsPath();
  // Of a lab that is there, kubectl is in the cache: no other command than `up` should have to build it.
  if (anythingLeft()) await putOnPath(['kubectl']);
  return command(args, options);
});

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { 'hpa-sync': { type: 'string', default: '15s' }, with: { type: 'string', default: '' } },
    });
  } catch (error) {
    throw new CannotRun(`${(error as Error).message}\n${usage}`);
  }
}

async function labUp(options: LabOptions): Promise<number> {
  await ensurePackages(labPackages);
  await putOnPath(['kube', 'kubectl']);
  const status = await labStatus();
  if (status.state === 'up') {
    console.log(`the lab is up already: kubectl --context=${labName}`);
    await bringAddons(options.addons, await addonArchives(options.addons), new AbortController().signal);
    return 0;
  }
  if (status.state === 'broken') {
    console.log(`removing the remains of a broken lab (${status.why})`);
    await down();
  }

  const stop = new AbortController();
  abortOnSignals(stop);
  try {
    await bringUp(options, stop);
  } catch (error) {
    console.log('removing what was started');
    await down();
    const reason: unknown = stop.signal.aborted ? stop.signal.reason : error;
    if (!(reason instanceof Interrupted)) throw reason;
    console.error(reason.message);
    return reason.exitCode;
  }
  console.log(`the lab is up: kubectl --context=${labName}`);
  return 0;
}

async function labDown(): Promise<number> {
  if (!anythingLeft()) {
    console.log('there is no lab');
    return 0;
  }
  await down();
  console.log('the lab is down');
  return 0;
}

async function showStatus(): Promise<number> {
  const status = await labStatus();
  console.log(`lab: ${status.state}${status.state === 'broken' ? ` (${status.why})` : ''}`);
  if (status.state !== 'up') return 1;
  console.log(`context: ${labName}`);
  console.log(await kubectl(['get', 'nodes,pods', '--all-namespaces', '--output=wide']));
  return 0;
}

async function loadImage([archive = apiArchive()]: readonly string[]): Promise<number> {
  if (!existsSync(archive))
    throw new CannotRun(`${archive}: expected a docker archive; npx nx run api:image makes the API's`);
  const status = await labStatus();
  if (status.state !== 'up') throw new CannotRun('expected the lab to be up; npx nx run tools:lab-up');
  const references = await importImage(archive);
  console.log(`loaded ${references.join(', ')}`);
  return 0;
}
