import { mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { CannotRun } from './cannot-run.ts';
import { typedPath } from './typed-path.ts';

const usage = 'usage: npx nx run loadtests:picture [--run=loadtests/results/latest] [--out=docs/report.png]';

/** The whole page, in CSS pixels. A window shorter than the page would be painted only in part. */
const size = { widthPx: 1200, heightPx: 1640 };

const browsers = ['chromium', 'chromium-browser', 'google-chrome'];

/** Take a picture of a run's report. */
async function main(args: readonly string[]): Promise<void> {
  const { run, out } = parse(args);
  const page = typedPath(join(run, 'report.html'));
  if (!existsSync(page)) throw new CannotRun(`expected --run to hold a report.html, got \`${run}\`\n${usage}`);
  const profile = await mkdtemp(join(tmpdir(), 'sluice-picture-'));
  try {
    await screenshot(await findBrowser(), page, typedPath(out), profile);
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  console.log(`picture: ${typedPath(out)}`);
}

function parse(args: readonly string[]): { run: string; out: string } {
  try {
    const options = {
      run: { type: 'string', default: 'loadtests/results/latest' },
      out: { type: 'string', default: 'docs/report.png' },
    } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new CannotRun(`${(error as Error).message}\n${usage}`);
  }
}

async function findBrowser(): Promise<string> {
  for (const browser of browsers) {
    const { failed } = await execa(browser, ['--version'], { reject: false });
    if (!failed) return browser;
  }
  throw new CannotRun(`expected one of ${browsers.join(', ')} on PATH: install it, e.g. \`apt-get install chromium\``);
}

async function screenshot(browser: string, page: string, out: string, profile: string): Promise<void> {
  const { failed, stderr } = await execa(
    browser,
    [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--hide-scrollbars'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      ...[`--user-data-dir=${profile}`, '--force-device-scale-factor=2', '--virtual-time-budget=2000'],
      ...[`--window-size=${size.widthPx},${size.heightPx}`, `--screenshot=${out}`, pathToFileURL(page).href],
    ],
    { reject: false, timeout: 60_000 },
  );
  if (failed || !existsSync(out)) throw new CannotRun(`${browser} took no picture:\n${stderr}`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof CannotRun ? `error: ${error.message}` : error);
  process.exitCode = 2;
}
