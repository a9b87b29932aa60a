import { readFileSync } from 'node:fs';
import { metricNames } from '@sluice/api-contract/metrics';
import { makeGaugeProvider } from '@willsoto/nestjs-prometheus';
import type { Gauge } from 'prom-client';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** Which build this is: to be joined with the other metrics of a pod. */
export const buildInfo = (commit: string) =>
  makeGaugeProvider({
    name: metricNames.buildInfo,
    help: 'Which build this is',
    labelNames: ['version', 'commit', 'node_version'],
    collect(this: Gauge) {
      this.set({ version, commit, node_version: process.version }, 1);
    },
  });
