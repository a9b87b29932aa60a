import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { route } from '../routing/route.ts';
import { defineReadScript, runReadScript } from './read-script.ts';

const LUA = "return redis.call('GET', KEYS[1])";
const SHA1 = createHash('sha1').update(LUA).digest('hex');
const noScript = Object.assign(new Error('NOSCRIPT No matching script.'), { name: 'ReplyError' });

/** Answers in turn, and notes what it was asked. */
function running(...answers: unknown[]) {
  const asked: unknown[][] = [];
  const run = (method: string, command: string, args: unknown[]): Promise<unknown> => {
    expect(route(command, args)).toBe('read');
    asked.push([method, ...args]);
    const answer = answers.shift();
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { run, asked };
}

describe(runReadScript.name, () => {
  const script = defineReadScript({ lua: LUA });

  it('sends only the digest', async () => {
    const { run, asked } = running('value');

    expect(await runReadScript(run, script, ['k', Buffer.from('l')], [1, 'a'])).toBe('value');
    expect(asked).toEqual([['evalsha_ro', SHA1, 2, 'k', Buffer.from('l'), 1, 'a']]);
  });

  it('sends the code to whoever does not know it', async () => {
    const { run, asked } = running(noScript, 'value');

    expect(await runReadScript(run, script, ['k'], [])).toBe('value');
    expect(asked).toEqual([
      ['evalsha_ro', SHA1, 1, 'k'],
      ['eval_ro', LUA, 1, 'k'],
    ]);
  });

  it.each([
    ['of the digest', [new Error('ERR Write commands are not allowed from read-only scripts.')], 1],
    ['of the code', [noScript, new Error('ERR Error compiling script')], 2],
  ])('passes on an error %s, and does not try again', async (_name, answers, times) => {
    const { run, asked } = running(...answers);

    await expect(runReadScript(run, script, [], [])).rejects.toThrow(/^ERR/);
    expect(asked).toHaveLength(times);
  });
});
