import type { Recorder } from '../history/recorder.ts';
import type { ReadStep, WriteStep } from '../plan/flow.ts';
import { append, fateOf, readList, type Commands } from './operations.ts';
import { witnessed } from './witness.ts';

/** Where a worker acts. */
export interface Place {
  /** Number of the client. */
  readonly client: number;
  readonly commands: Commands;
  /** Number of the session that the commands belong to. */
  readonly session?: number;
}

/** A token, as it is written down and as it is sent. */
export interface SentToken {
  /** Its number; none when it was forged. */
  readonly token?: number;
  readonly text: string;
}

/** Write, and write down what became of it. */
export async function recordedWrite(
  recorder: Recorder,
  { client, commands, session }: Place,
  how: WriteStep['how'],
  { key, value }: { readonly key: string; readonly value: number },
): Promise<void> {
  const end = recorder.begin();
  const [result] = await Promise.allSettled([append(commands, how, key, value)]);
  const { fate, code } = result.status === 'fulfilled' ? { fate: 'acknowledged' as const } : fateOf(result.reason);
  const durable = how === 'durable' && 'durable' in commands && result.status === 'fulfilled';
  recorder.add({
    ...{ kind: 'write', key, value, client, fate, durable, ...end() },
    ...(session !== undefined && { session }),
    ...(code !== undefined && { code }),
  });
}

/** Read, and write down what was answered. */
export async function recordedRead(
  recorder: Recorder,
  { client, commands, session }: Place,
  step: ReadStep,
  key: string,
  after?: SentToken,
): Promise<void> {
  const end = recorder.begin();
  await witnessed(async (seen) => {
    const [result] = await Promise.allSettled([readList(commands, step, key, after?.text)]);
    const { judgedAtMs, unknown } = seen;
    const reading = {
      ...{ key, client, mode: modeOf(step, commands, session), ...end() },
      ...(session !== undefined && { session }),
      ...(after && (after.token === undefined ? { forged: true } : { after: after.token })),
    };
    if (result.status === 'rejected') {
      recorder.add({ kind: 'failed read', ...reading, code: fateOf(result.reason).code });
      return;
    }
    const { value, outcome, stalenessMs, node } = result.value;
    recorder.add({
      ...{ kind: 'read', ...reading, values: value.map(Number), judgedAtMs, node },
      outcome: unknown ? 'unknown' : outcome,
      stalenessMs: stalenessMs === Infinity ? null : stalenessMs,
    });
  });
}

/** A session cannot do without a check, and one of its own has the defaults of the client. */
function modeOf({ mode }: ReadStep, commands: Commands, session: number | undefined): ReadStep['mode'] {
  if (!('read' in commands)) return 'verified';
  return session !== undefined && mode === 'eventual' ? 'verified' : mode;
}
