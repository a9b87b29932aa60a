import { CannotRun } from '../cannot-run.ts';

/** The user, or what started us, asked us to stop. */
export class Interrupted extends CannotRun {
  readonly exitCode: number;

  constructor(signal: string, exitCode: number) {
    super(`interrupted by ${signal}`);
    this.exitCode = exitCode;
  }
}

/** Abort on the signals that ask a process to end, so that it can clean up; each as the exit code that shells expect. */
export function abortOnSignals(stop: AbortController): void {
  // `on`, not `once`: execa ends the process itself when it finds no other listener left.
  process.on('SIGINT', (signal) => stop.abort(new Interrupted(signal, 130)));
  process.on('SIGTERM', (signal) => stop.abort(new Interrupted(signal, 143)));
  process.on('SIGHUP', (signal) => stop.abort(new Interrupted(signal, 129)));
}
