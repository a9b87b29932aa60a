/** The run is not possible, or says nothing; the message says what to do. Exit code 2. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
}
