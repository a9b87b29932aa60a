import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { CannotRun, exitWith } from '../cannot-run.ts';
import { addAdministratorsPath } from '../on-path.ts';
import { phase } from '../phase.ts';
import { apiArchive } from './archives.ts';
import { chooseBuilder } from './builders.ts';

const usage =
  'usage: node cli.ts [--tag=docker.io/sluice/api:local] [--output=ARCHIVE], in the folder that holds the Containerfile';

await exitWith(async () => {
  const { tag, output: archive } = options();
  addAdministratorsPath();
  const builder = await chooseBuilder();
  const draft = `${archive}.${process.pid}`;
  await mkdir(dirname(archive), { recursive: true });
  try {
    await phase(`image ${tag}: building with ${builder.name}`, () => builder.build(process.cwd(), tag));
    await phase(`image ${tag}: writing the archive`, () => builder.save(tag, draft));
    await rename(draft, archive);
  } finally {
    await rm(draft, { force: true });
  }
  console.log(`image ${tag}: ${((await stat(archive)).size / 1e6).toFixed(0)} MB in ${archive}`);
  return 0;
});

function options() {
  try {
    const { values } = parseArgs({
      options: {
        tag: { type: 'string', default: 'docker.io/sluice/api:local' },
        output: { type: 'string', default: apiArchive() },
      },
    });
    return values;
  } catch (error) {
    throw new CannotRun(`${(error as Error).message}\n${usage}`);
  }
}
