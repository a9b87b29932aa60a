/** What a command says while it works. */
export interface Printer {
  readonly isTty: boolean;
  line(text: string): void;
  /** The state of something that takes a while: rewritten in place on a terminal, else a line when it changed. */
  progress(text: string): void;
}

/** A printer on standard output. CI gets plain lines, also where it pretends to be a terminal. */
export function createPrinter(stdout: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Printer {
  const rewrites = stdout.isTTY && env['CI'] === undefined && env['NO_COLOR'] === undefined;
  const startedMs = Date.now();
  let shown = '';
  let isOpen = false;

  const line = (text: string): void => {
    stdout.write(`${isOpen ? '\n' : ''}${text}\n`);
    isOpen = false;
  };

  const progress = (text: string): void => {
    const elapsed = `${String(Math.round((Date.now() - startedMs) / 1000)).padStart(4)} s  `;
    if (rewrites) {
      stdout.write(`\r\x1b[K${elapsed}${text.slice(0, stdout.columns - elapsed.length - 1)}`);
      isOpen = true;
    } else if (text !== shown) {
      stdout.write(`${elapsed}${text}\n`);
    }
    shown = text;
  };

  return { isTty: stdout.isTTY, line, progress };
}
