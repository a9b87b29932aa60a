/** What ends the command with a sentence instead of a stack trace: 1 a check or rollout failed, 2 it cannot run. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly exitCode: 1 | 2;

  constructor(exitCode: 1 | 2, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}
