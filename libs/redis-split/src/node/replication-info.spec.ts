import { describe, expect, it } from '@jest/globals';
import { parseReplicationInfo } from './replication-info.ts';

const reply = (...lines: string[]) => ['# Replication', ...lines, ''].join('\r\n');

describe(parseReplicationInfo.name, () => {
  it.each([
    [
      'a primary',
      reply('role:master', 'connected_slaves:1', 'slave0:ip=127.0.0.1,port=1,state=online,offset=14,lag=0'),
      { role: 'primary', linkUp: true, hasData: true },
    ],
    [
      'a replica in sync',
      reply('role:slave', 'master_link_status:up', 'slave_read_repl_offset:15', 'slave_repl_offset:14'),
      { role: 'replica', linkUp: true, hasData: true },
    ],
    [
      'a replica that was cut off',
      reply('role:slave', 'master_link_status:down', 'slave_repl_offset:14'),
      { role: 'replica', linkUp: false, hasData: true },
    ],
    [
      'a replica that never synchronised',
      reply('role:slave', 'master_link_status:down', 'slave_repl_offset:0'),
      { role: 'replica', linkUp: false, hasData: false },
    ],
    [
      'a replica whose full synchronisation was cut off',
      reply('role:slave', 'master_link_status:down', 'slave_repl_offset:1'),
      { role: 'replica', linkUp: false, hasData: false },
    ],
  ])('reads %s', (_name, text, expected) => {
    expect(parseReplicationInfo(text)).toEqual(expected);
  });
});
