/** The command cannot do its work, and the message says what to do about it. Commands turn it into exit code 2. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
}

/** Run a command line's `main`, and turn what it throws into a plain message and an exit code. */
export async function exitWith(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    // A stack trace helps nobody when the message already says what to do; a defect of ours needs it.
    console.error(error instanceof CannotRun ? `error: ${error.message}` : error);
    process.exitCode = 2;
  }
}
