import uPlot from 'uplot';
import { durationS } from '../profile.ts';
import { colour, font } from './colour.ts';
import type { PageData } from './page-data.ts';

/** What differs between the charts of a page. */
export interface Chart {
  readonly height: number;
  readonly series: readonly uPlot.Series[];
  readonly data: readonly (readonly (number | null)[])[];
  readonly scales: uPlot.Scales;
  readonly axes: readonly uPlot.Axis[];
  /** Room on the right, in pixels; with the axes there it is the same for all charts, so that their times align. */
  readonly rightPx: number;
  /** Drawn over the series. */
  readonly annotate?: (chart: uPlot) => void;
}

/** Room for an axis on the right. */
export const rightPx = 36;

/** Draw a chart into the element of that id, as wide as the element is; cursors of all charts move together. */
export function drawChart(id: string, chart: Chart, { samples, profile }: PageData): uPlot | undefined {
  const element = document.getElementById(id);
  if (!element) return undefined;
  const t = samples.map((sample) => sample.t);
  const plot = new uPlot(
    {
      width: element.clientWidth,
      height: chart.height,
      padding: [12, chart.rightPx, 0, 0],
      scales: { x: { time: false, range: () => [0, Math.max(durationS(profile), t.at(-1) ?? 0)] }, ...chart.scales },
      series: [{ label: 'second', value: (_, second) => (second === null ? '' : `${second}`) }, ...chart.series],
      axes: [axis({ space: 60, size: 26, values: (_, splits) => splits.map((split) => `${split} s`) }), ...chart.axes],
      cursor: { sync: { key: 'sluice' }, y: false, points: { size: 7 } },
      legend: { markers: { width: 3, dash: (self, index) => (self.series[index]?.dash ? 'dashed' : 'solid') } },
      hooks: {
        drawAxes: [(self) => phases(self, profile)],
        draw: chart.annotate ? [chart.annotate] : [],
      },
    },
    [t, ...chart.data] as uPlot.AlignedData,
    element,
  );
  new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: chart.height })).observe(element);
  return plot;
}

/** An axis in the page's colours. */
export const axis = (more: uPlot.Axis): uPlot.Axis => ({
  stroke: () => colour('quiet'),
  font: font(12),
  grid: { stroke: () => colour('line'), width: 1 },
  ticks: { show: false },
  gap: 8,
  ...more,
});

/** Where each phase begins, and its name. */
function phases(chart: uPlot, { phases }: PageData['profile']): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.font = font(12, devicePixelRatio);
  ctx.fillStyle = colour('quiet');
  ctx.strokeStyle = colour('quiet');
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
  ctx.textAlign = 'left';
  ctx.textBaseline = 'top';
  for (const { name, fromS } of phases) {
    const x = Math.round(chart.valToPos(fromS, 'x', true));
    ctx.fillText(name, x + 6 * devicePixelRatio, bbox.top + 4 * devicePixelRatio);
    if (fromS === 0) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}
