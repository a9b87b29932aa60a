import { describe, expect, it } from '@jest/globals';
import { classifyFailure } from './failure.ts';

const reply = (message: string, command = 'get') =>
  Object.assign(new Error(message), { name: 'ReplyError', command: { name: command, args: [] } });

describe(classifyFailure.name, () => {
  it.each([
    ['answered', reply('WRONGTYPE Operation against a key holding the wrong kind of value')],
    ['answered', reply('ERR READONLY is only a word here')],
    ['answered', new TypeError('Expected a command of ioredis')],
    ['refused', reply('LOADING Redis is loading the dataset in memory')],
    ['refused', reply("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.")],
    ['refused', reply("READONLY You can't write against a read only replica.")],
    ['answered', reply("READONLY You can't write against a read only replica.", 'FCALL_RO')],
    ['refused', reply('LOADING Redis is loading the dataset in memory', 'eval_ro')],
    ['unsent', new Error("Stream isn't writeable and enableOfflineQueue options is false")],
    ['lost', new Error('Command timed out')],
    ['lost', new Error('Connection is closed.')],
    [
      'lost',
      Object.assign(new Error('Reached the max retries per request limit'), { name: 'MaxRetriesPerRequestError' }),
    ],
    ['lost', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })],
  ])('%s: %s', (expected, error) => {
    expect(classifyFailure(error)).toBe(expected);
  });
});
