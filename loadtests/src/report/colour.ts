/** A colour of the page's style, as it is now: light and dark differ. */
export function colour(name: string): string {
  // A property keeps `light-dark(…)` as written; a colour that uses it is resolved.
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}

const probe = document.body.appendChild(document.createElement('span'));
probe.hidden = true;

/** The page's font for a canvas, in pixels of the canvas. */
export const font = (sizePx: number, pixelRatio = 1): string =>
  `${Math.round(sizePx * pixelRatio)}px ${getComputedStyle(document.body).fontFamily}`;
