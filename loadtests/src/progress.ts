import type { Sample } from './samples.ts';

/** How often a line is printed where lines cannot be rewritten, in seconds. */
const plainEveryS = 10;

/** Tells how a run goes: one line that is rewritten on a terminal, a line now and then elsewhere. */
export interface Progress {
  /** Something that stays readable. */
  say(text: string): void;
  /** The state of this second. */
  tick(text: string, t: number): void;
}

export function progressOn(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Progress {
  const live = stream.isTTY && !env['CI'] && !env['NO_COLOR'];
  const clear = live ? '\r\u001b[K' : '';
  return {
    say: (text) => stream.write(`${clear}${text}\n`),
    tick: (text, t) => {
      if (live) stream.write(`${clear}${text}`);
      else if (t % plainEveryS === 0) stream.write(`${text}\n`);
    },
  };
}

/** One second of a run in one line. */
export function progressLine({ t, offered, ok, failed, p95Ms, desired, ready }: Sample, durationS: number): string {
  const known = (value: number | null, unit: string) => (value === null ? '–' : `${value}${unit}`).padStart(3);
  return [
    `${String(t).padStart(4)}/${durationS} s`,
    `offered ${String(Math.round(offered)).padStart(4)}/s`,
    `ok ${String(ok).padStart(4)}`,
    `failed ${String(failed).padStart(3)}`,
    `p95 ${known(p95Ms === null ? null : Math.round(p95Ms), ' ms').padStart(7)}`,
    ...(desired === null && ready === null ? [] : [`pods: wanted ${known(desired, '')}, Ready ${known(ready, '')}`]),
  ].join('   ');
}
