/// <reference lib="dom" />
import type uPlot from 'uplot';
import { drawChart } from './chart.ts';
import { latencyChart } from './latency-chart.ts';
import { loadChart } from './load-chart.ts';
import type { PageData } from './page-data.ts';

const data = JSON.parse(document.getElementById('record')?.textContent ?? '') as PageData;
const charts: readonly uPlot[] = [
  drawChart('load', loadChart(data), data),
  drawChart('latency', latencyChart(data), data),
].filter((chart) => chart !== undefined);

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  for (const chart of charts) chart.redraw();
});
