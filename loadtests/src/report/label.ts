import { colour, font } from './colour.ts';

/** Words on a chart, with a halo, since lines may cross there. The lower corner at `x`, `y` in pixels of the canvas. */
export function label(
  ctx: CanvasRenderingContext2D,
  text: string,
  { x, y, align, ink, bold }: { x: number; y: number; align: 'left' | 'right'; ink: string; bold?: boolean },
): void {
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.font = `${bold ? 600 : 400} ${font(13, ratio)}`;
  ctx.textAlign = align;
  ctx.textBaseline = 'bottom';
  ctx.setLineDash([]);
  ctx.lineWidth = 4 * ratio;
  ctx.lineJoin = 'round';
  ctx.strokeStyle = colour('paper');
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colour(ink);
  ctx.fillText(text, x, y);
  ctx.restore();
}
