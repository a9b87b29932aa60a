/// <reference lib="dom" />
import type uPlot from 'uplot';
import type { Profile } from '../profile.ts';
import type { Sample } from '../samples.ts';
import type { Target } from '../target.ts';
import type { Verdict } from '../verdict.ts';
import { drawChart } from './chart.ts';
import { latencyChart } from './latency-chart.ts';
import { loadChart } from './load-chart.ts';

/** What the charts are drawn from; embedded in the page. */
export interface PageData {
  readonly profile: Profile;
  readonly target: Target;
  readonly verdict: Verdict;
  readonly samples: readonly Sample[];
}

const data = JSON.parse(document.getElementById('record')?.textContent ?? '') as PageData;
const charts: readonly uPlot[] = [
  drawChart('load', loadChart(data), data),
  drawChart('latency', latencyChart(data), data),
].filter((chart) => chart !== undefined);

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  for (const chart of charts) chart.redraw();
});
