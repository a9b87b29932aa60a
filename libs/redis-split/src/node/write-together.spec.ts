import { once } from 'node:events';
import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { writeTogether } from './write-together.ts';

/** Notes what each call to the system below would carry. */
function connection(status = 'ready') {
  const calls: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      calls.push(String(chunk));
      done();
    },
    writev(chunks, done) {
      calls.push(chunks.map(({ chunk }) => String(chunk)).join(''));
      done();
    },
  });
  const send = (text: string) => {
    writeTogether({ status, stream });
    stream.write(text);
  };
  const sent = async () => {
    stream.end();
    await once(stream, 'finish');
    return calls;
  };
  return { send, sent };
}

describe(writeTogether.name, () => {
  it('sends what comes in one tick at once, in order, with what the promises of that tick send', async () => {
    const { send, sent } = connection();
    await new Promise(setImmediate);
    ['a', 'b'].forEach(send);
    await Promise.resolve().then(() => send('c'));
    await new Promise(setImmediate);
    ['d', 'e'].forEach(send);

    expect(await sent()).toEqual(['abc', 'de']);
  });

  it('leaves a connection alone that is not ready', async () => {
    const { send, sent } = connection('connecting');
    ['a', 'b'].forEach(send);

    expect(await sent()).toEqual(['a', 'b']);
  });
});
