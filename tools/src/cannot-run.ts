/** The command cannot do its work, and the message says what to do about it. Commands turn it into exit code 2. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
}

/** Run a command line's `main`, and turn what it throws into a plain message and an exit code. */
export async function exitWith(main: () => Promise<number>): Promise<void> {
  // A reader that has gone away (`| head`, a closed terminal) must not end us while something is being cleaned up.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 2;
  }
}

/** A stack trace helps nobody when the message says enough, as that of a failed command does; a defect of ours needs it. */
function explain(error: unknown): unknown {
  const isPlain = error instanceof CannotRun || (error instanceof Error && 'shortMessage' in error);
  return isPlain ? `error: ${error.message}` : error;
}
