import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { pino, type Logger } from 'pino';
import { pinoOptions } from './logging.ts';

describe('the log', () => {
  const logged = (log: (logger: Pick<Logger, 'info' | 'error'>) => void): string => {
    const lines = new PassThrough();
    log(pino(pinoOptions('info'), lines));
    return String(lines.read());
  };

  it.each([
    { password: 's3cret' },
    { options: { password: 's3cret' } },
    { headers: { authorization: 's3cret' } },
    { headers: { cookie: 's3cret' } },
    { headers: { 'sluice-token': 's3cret' } },
    { 'sluice-token': 's3cret' },
  ])('has no secret of %j', (object) => {
    const line = logged((logger) => logger.info(object));
    expect(line).not.toContain('s3cret');
    expect(line).toContain('***');
  });

  it('has no password of a URL in an error, nor in its stack', () => {
    const line = logged((logger) => logger.error(new Error('cannot reach redis://user:s3cret@host:6379')));
    expect(line).not.toContain('s3cret');
    expect(line).toContain('redis://user:***@host:6379');
  });
});
