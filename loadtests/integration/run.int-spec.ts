import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Sample } from '../src/samples.ts';
import type { Verdict } from '../src/verdict.ts';
import { k6Cli } from './k6-cli.ts';
import { processesWith } from './processes.ts';
import { startApi, type LittleApi } from './start-api.ts';

// The first run on a machine may have to build k6.
const patientMs = 900_000;
const smokeS = 15;

async function readRun(results: string) {
  const file = async (name: string) => await readFile(join(results, 'latest', name), 'utf8');
  return {
    files: (await readdir(join(results, 'latest'))).sort(),
    run: JSON.parse(await file('run.json')) as Record<string, unknown>,
    verdict: JSON.parse(await file('verdict.json')) as Verdict & { void?: string },
    samples: (await file('samples.jsonl'))
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Sample),
    report: await file('report.html'),
  };
}

const sum = (samples: readonly Sample[], key: 'sent' | 'ok' | 'failed') =>
  samples.reduce((total, sample) => total + sample[key], 0);

describe('a smoke run on a bare API', () => {
  let results: string;
  beforeEach(async () => {
    results = await mkdtemp(join(tmpdir(), 'sluice-results-'));
  });
  afterEach(() => rm(results, { recursive: true }));

  describe('that keeps the contract', () => {
    let api: LittleApi;
    beforeAll(async () => {
      api = await startApi();
    });
    afterAll(() => api.stop());

    it(
      'passes, and leaves the evidence',
      async () => {
        const { exitCode, stdout } = await k6Cli(`--url=${api.url}`, '--profile=smoke', `--results=${results}`);

        const { files, run, verdict, samples, report } = await readRun(results);
        expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
        expect(files).toEqual(
          expect.arrayContaining(['k6-summary.json', 'report.html', 'run.json', 'samples.jsonl', 'verdict.json']),
        );
        expect(run).toMatchObject({ runId: await readlink(join(results, 'latest')), k6ExitCode: 0 });
        expect(verdict.pass).toBe(true);
        expect(verdict.summary.scaling).toBeNull();

        expect(samples.slice(0, smokeS).map(({ t }) => t)).toEqual(Array.from({ length: smokeS }, (_, t) => t));
        expect(samples.slice(0, smokeS).map(({ offered }) => offered)).toEqual([
          ...Array.from({ length: 5 }, () => 5),
          ...Array.from({ length: 10 }, () => 20),
        ]);
        // 225 are planned; whether the last of a stage falls just inside it is k6's affair.
        expect(sum(samples, 'sent')).toBeGreaterThanOrEqual(222);
        expect(sum(samples, 'ok')).toBe(sum(samples, 'sent'));
        expect(sum(samples, 'failed')).toBe(0);
        expect(samples.every(({ desired, ready }) => desired === null && ready === null)).toBe(true);

        expect([...api.served.keys()].sort()).toEqual(['GET /', 'GET /items', 'GET /items/:id', 'POST /item']);
        expect(api.served.get('GET /items/:id')).toBeGreaterThan(150);
        expect(stdout.trimEnd().split('\n').at(-1)).toBe(
          `report: ${join(results, String(run['runId']), 'report.html')}`,
        );
        expect(report).toContain('<div class="badge">PASS</div>');
      },
      patientMs,
    );
  });

  it(
    'fails when the API answers some reads with 500, and counts them',
    async () => {
      // Read 0 is the setup's own: it must pass, or there is no load.
      const api = await startApi((n) => n % 10 === 5);
      try {
        const { exitCode, stdout } = await k6Cli(`--url=${api.url}`, '--profile=smoke', `--results=${results}`);

        const { verdict, samples } = await readRun(results);
        const failed = sum(samples, 'failed');
        expect({ exitCode, stdout }).toMatchObject({ exitCode: 1 });
        // Every tenth of some 180 reads.
        expect(failed).toBeGreaterThanOrEqual(17);
        expect(failed).toBeLessThanOrEqual(18);
        expect(sum(samples, 'ok') + failed).toBe(sum(samples, 'sent'));
        expect(verdict).toMatchObject({ pass: false, summary: { failed } });
        expect(verdict.rules[0]).toMatchObject({ name: 'failed requests', observed: failed, pass: false });
        expect(stdout).toContain('✖ failed requests');
      } finally {
        await api.stop();
      }
    },
    patientMs,
  );

  it(
    'cannot run when no API answers, and says how to start one',
    async () => {
      const api = await startApi();
      await api.stop();

      const { exitCode, stdout } = await k6Cli(`--url=${api.url}`, '--profile=smoke', `--results=${results}`);

      expect({ exitCode, stdout }).toMatchObject({ exitCode: 2 });
      expect(stdout).toMatch(
        /VOID {2}The API is not ready for load: http:.* does not answer \(.*refused\); start it with `npx nx serve api`\./,
      );
      expect((await readRun(results)).verdict).toMatchObject({
        pass: false,
        void: expect.stringContaining('does not answer'),
      });
    },
    patientMs,
  );

  it(
    'is void when it is interrupted, keeps what it has and leaves no k6 behind',
    async () => {
      const api = await startApi();
      try {
        const cli = k6Cli(`--url=${api.url}`, '--profile=smoke', `--results=${results}`);
        await new Promise<void>((running) =>
          cli.stdout.on('data', (text) => /\d\/15 s/.test(String(text)) && running()),
        );
        cli.kill('SIGINT');

        expect(await cli).toMatchObject({ exitCode: 130 });
        const { verdict, samples } = await readRun(results);
        expect(verdict).toMatchObject({ pass: false, void: 'interrupted' });
        expect(sum(samples, 'ok')).toBeGreaterThan(0);
        expect(samples.length).toBeLessThan(smokeS);
        expect(await processesWith(results)).toEqual([]);
      } finally {
        await api.stop();
      }
    },
    patientMs,
  );
});

it.each([
  [['--profile=nope'], 'expected --profile to be one of step, short, smoke, steady, seed; got `nope`'],
  [['--env=nope'], /expected --env to be one of .*local.*; got `nope`/],
  [['--env=local', '--url=http://127.0.0.1:1'], 'expected --env or --url, got both'],
  [['--url=http://198.51.100.1'], 'expected --url to be an http URL on this machine'],
  [['--speed=9'], 'usage: npx nx run loadtests:k6'],
])(
  'refuses %j with exit code 2',
  async (args, message) => {
    const { exitCode, stderr } = await k6Cli(...args);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  },
  patientMs,
);
