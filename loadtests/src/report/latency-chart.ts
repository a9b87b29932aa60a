import type uPlot from 'uplot';
import { phaseSpan } from '../profile.ts';
import { axis, rightPx, type Chart } from './chart.ts';
import { colour } from './colour.ts';
import { label } from './label.ts';
import type { PageData } from './page-data.ts';

/** How long requests took, and the bound where it is judged. */
export function latencyChart({ samples, profile }: PageData): Chart {
  const { phase, ms } = profile.bounds.p95;
  const { fromS, toS } = phaseSpan(profile, phase);
  const values = [samples.map((s) => s.p50Ms), samples.map((s) => s.p95Ms), samples.map((s) => s.p99Ms)];
  const most = Math.max(ms, ...values.flat().map((value) => value ?? 0));
  return {
    height: 240,
    rightPx,
    data: values,
    scales: { ms: { range: () => [0, most * 1.2] } },
    series: [line('p50', 'p50', 1.5), line('p95', 'p95', 2.25), line('p99', 'p99', 1.25)],
    axes: [axis({ scale: 'ms', size: 52 })],
    annotate: (chart) => bound(chart, fromS, toS, ms),
  };
}

const line = (label: string, name: string, width: number): uPlot.Series => ({
  ...{ label, scale: 'ms', stroke: () => colour(name), width, points: { show: false } },
  value: (_, value) => (value === null ? '' : `${Math.round(value * 10) / 10} ms`),
});

function bound(chart: uPlot, fromS: number, toS: number, ms: number): void {
  const { ctx } = chart;
  const ratio = devicePixelRatio;
  const [from, to, y] = [
    chart.valToPos(fromS, 'x', true),
    chart.valToPos(toS, 'x', true),
    chart.valToPos(ms, 'ms', true),
  ];
  ctx.save();
  ctx.strokeStyle = colour('bad');
  ctx.lineWidth = 1.5 * ratio;
  ctx.setLineDash([7 * ratio, 4 * ratio]);
  ctx.beginPath();
  ctx.moveTo(from, y);
  ctx.lineTo(to, y);
  ctx.stroke();
  ctx.restore();
  label(ctx, `p95 at most ${ms} ms`, { x: to, y: y - 4 * ratio, align: 'right', ink: 'bad' });
}
