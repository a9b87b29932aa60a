import uPlot from 'uplot';
import { phaseSpan } from '../profile.ts';
import type { Sample } from '../samples.ts';
import { axis, rightPx, type Chart } from './chart.ts';
import { colour } from './colour.ts';
import { label } from './label.ts';
import type { PageData } from './page-data.ts';

const steps = uPlot.paths.stepped?.({ align: 1 });

/** Offered load against the pods that carry it, on one time axis. */
export function loadChart(page: PageData): Chart {
  const { samples } = page;
  const column = (read: (sample: Sample) => number | null) => samples.map(read);
  const most = (values: readonly (number | null)[]) => Math.max(1, ...values.map((value) => value ?? 0));
  const offered = column((s) => s.offered);
  const answered = column((s) => s.ok);
  const lost = column((s) => s.failed + s.dropped || null);
  const watched = samples.some((s) => s.ready !== null);
  const desired = column((s) => s.desired);
  const ready = column((s) => s.ready);
  const peak = most([...desired, ...ready]);

  return {
    height: 380,
    rightPx: watched ? 0 : rightPx,
    data: [offered, answered, ...(watched ? [ready, desired] : []), ...(lost.some(Boolean) ? [lost] : [])],
    scales: {
      // The pods stay below the load, so that neither hides the other.
      load: { range: () => [0, most([...offered, ...answered]) * 1.2] },
      pods: { range: () => [0, peak * 1.6] },
    },
    series: [
      line('offered', 'load', 'offered', { fill: () => colour('offered-fill'), paths: steps }),
      line('answered', 'load', 'answered', { width: 1.25, paths: steps }),
      ...(watched
        ? [
            line('Ready pods', 'pods', 'ready', { width: 3, paths: steps, fill: () => colour('ready-fill') }),
            line('wanted pods', 'pods', 'desired', {
              width: 2,
              dash: [6, 4].map((px) => px * devicePixelRatio),
              paths: steps,
            }),
          ]
        : []),
      ...(lost.some(Boolean)
        ? [line('lost', 'load', 'bad', { fill: () => colour('bad'), paths: uPlot.paths.bars?.({ size: [0.9, 12] }) })]
        : []),
    ],
    axes: [
      axis({ scale: 'load', size: 52 }),
      ...(watched
        ? [
            axis({
              ...{ scale: 'pods', side: 1, size: rightPx, grid: { show: false }, stroke: () => colour('ready') },
              splits: () => Array.from({ length: peak + 1 }, (_, pods) => pods),
            }),
          ]
        : []),
    ],
    annotate: (chart) => timeToEnough(chart, page),
  };
}

const line = (label: string, scale: string, name: string, more: uPlot.Series): uPlot.Series => ({
  ...{ label, scale, stroke: () => colour(name), width: 1.5, points: { show: false } },
  value: (_, value) => (value === null ? '' : `${Math.round(value)}`),
  ...more,
});

/** A measure from the step to the moment when enough pods were Ready. */
function timeToEnough(chart: uPlot, { profile, verdict }: PageData): void {
  const { scaling } = verdict.summary;
  if (!profile.bounds.scaling || scaling?.secondsToEnough == null) return;
  const { fromS } = phaseSpan(profile, profile.bounds.scaling.phase);
  const from = chart.valToPos(fromS, 'x', true);
  const to = chart.valToPos(fromS + scaling.secondsToEnough, 'x', true);
  const y = chart.valToPos(scaling.enoughReady, 'pods', true);
  const { ctx } = chart;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.setLineDash([]);
  ctx.strokeStyle = colour('ink');
  ctx.lineWidth = 1.5 * ratio;
  ctx.beginPath();
  ctx.moveTo(from, y);
  ctx.lineTo(to, y);
  for (const x of [from, to]) {
    ctx.moveTo(x, y - 5 * ratio);
    ctx.lineTo(x, y + 5 * ratio);
  }
  ctx.stroke();
  ctx.restore();
  const text = `${scaling.secondsToEnough} s to ${scaling.enoughReady} Ready pods`;
  label(ctx, text, { x: from + 8 * ratio, y: y - 6 * ratio, align: 'left', ink: 'ink', bold: true });
}
