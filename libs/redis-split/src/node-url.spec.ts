import { describe, expect, it } from '@jest/globals';
import { parseNodeUrl } from './node-url.ts';

describe(parseNodeUrl.name, () => {
  it.each([
    ['redis://localhost', { host: 'localhost', port: 6379, db: 0 }],
    ['redis://127.0.0.1:7000/', { host: '127.0.0.1', port: 7000, db: 0 }],
    ['redis://[::1]:7000/3', { host: '::1', port: 7000, db: 3 }],
    [
      'rediss://u:p%40ss@redis-0.redis:1',
      { host: 'redis-0.redis', port: 1, db: 0, username: 'u', password: 'p@ss', tls: {} },
    ],
    ['redis://:secret@h', { host: 'h', port: 6379, db: 0, password: 'secret' }],
  ])('reads %s', (text, expected) => {
    expect(parseNodeUrl(text, 6379)).toEqual(expected);
  });

  it.each([
    'localhost:6379',
    'http://localhost',
    'redis://',
    'redis://h:99999',
    'redis://h/db',
    'redis://h?enableOfflineQueue=true',
    'redis://h#0',
    '',
  ])('refuses %j', (text) => {
    expect(parseNodeUrl(text, 6379)).toBeUndefined();
  });
});
