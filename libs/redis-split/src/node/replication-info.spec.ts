import { describe, expect, it } from '@jest/globals';
import { parseReplicationInfo } from './replication-info.ts';

const ID = 'a'.repeat(40);
const OLD = 'b'.repeat(40);
const reply = (...lines: string[]) => ['# Replication', ...lines, ''].join('\r\n');

describe(parseReplicationInfo.name, () => {
  it.each([
    [
      'a primary',
      reply(
        'role:master',
        'connected_slaves:1',
        'slave0:ip=127.0.0.1,port=1,state=online,offset=14,lag=0',
        `master_replid:${ID}`,
        `master_replid2:${'0'.repeat(40)}`,
        'master_repl_offset:14',
        'second_repl_offset:-1',
      ),
      { role: 'primary', linkUp: true, hasData: true, replicas: 1, position: { replid: ID, offset: 14n } },
    ],
    [
      'a primary that was promoted',
      reply(
        'role:master',
        `master_replid:${ID}`,
        `master_replid2:${OLD}`,
        'master_repl_offset:9007199254740993',
        'second_repl_offset:54',
      ),
      {
        role: 'primary',
        linkUp: true,
        hasData: true,
        replicas: 0,
        position: { replid: ID, offset: 9007199254740993n },
        previous: { replid: OLD, forkOffset: 54n },
      },
    ],
    [
      'a replica in sync: what it has applied, not what it has received',
      reply(
        'role:slave',
        'master_link_status:up',
        'slave_read_repl_offset:15',
        'slave_repl_offset:14',
        `master_replid:${ID}`,
        'master_repl_offset:15',
      ),
      { role: 'replica', linkUp: true, hasData: true, replicas: 0, position: { replid: ID, offset: 14n } },
    ],
    [
      'a replica that was cut off',
      reply('role:slave', 'master_link_status:down', 'slave_repl_offset:14', `master_replid:${ID}`),
      { role: 'replica', linkUp: false, hasData: true, replicas: 0, position: { replid: ID, offset: 14n } },
    ],
    [
      'a replica that never synchronised',
      reply('role:slave', 'master_link_status:down', 'slave_repl_offset:0'),
      { role: 'replica', linkUp: false, hasData: false, replicas: 0 },
    ],
    [
      'a replica whose full synchronisation was cut off',
      reply('role:slave', 'master_link_status:down', 'slave_repl_offset:1'),
      { role: 'replica', linkUp: false, hasData: false, replicas: 0 },
    ],
    ['who masks its history', reply('role:master'), { role: 'primary', linkUp: true, hasData: true, replicas: 0 }],
  ])('reads %s', (_name, text, expected) => {
    expect(parseReplicationInfo(text)).toEqual(expected);
  });
});
