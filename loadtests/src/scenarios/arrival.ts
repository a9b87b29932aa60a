import { sleep } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';
import type { Options } from 'k6/options';
import { itemPath, paths } from '@sluice/api-contract/http';
import { profiles } from '../profiles/by-name.ts';
import { expect200 } from './expect-200.ts';
import { measured } from './metrics.ts';
import { arrivalOptions, requestTimeout } from './options.ts';
import { pick } from './pick.ts';

const { BASE_URL, PROFILE } = __ENV;
const profile = profiles.get(PROFILE ?? '');
if (profile?.kind !== 'arrival') throw new Error(`Expected PROFILE to name an open profile, got \`${PROFILE}\``);
const { mix } = profile;

export const options: Options = { ...arrivalOptions(profile), noConnectionReuse: !profile.keepConnections };

/** Few ids, written again and again: a run leaves the store no bigger than it found it. */
const ids = Array.from({ length: 20 }, (_, index) => `load-${index}`);
const idOf = (n: number): string => ids[n % ids.length] ?? '';

const params = (name: string) => ({ tags: { name }, timeout: requestTimeout });

const requests = {
  readItem: (n: number) => http.get(BASE_URL + itemPath(idOf(n)), params('GET /items/:id')),
  listItems: () => http.get(`${BASE_URL}${paths.items}?limit=20`, params('GET /items')),
  writeItem: (n: number) =>
    http.post(BASE_URL + paths.item, JSON.stringify({ id: idOf(n), val: `written by arrival ${n}` }), {
      ...params('POST /item'),
      headers: { 'content-type': 'application/json' },
    }),
};

/** Fails before any load when the API is not there or does not keep what is written. */
export function setup(): void {
  const answers = [http.get(BASE_URL + paths.root, params('setup')), ...ids.map((_, n) => requests.writeItem(n))];
  // A read may be served by a replica: let the last write arrive there.
  sleep(1);
  for (const answer of [...answers, requests.readItem(ids.length - 1), requests.listItems()]) expect200(answer);
}

export default function arrival(): void {
  const n = exec.scenario.iterationInTest;
  measured(() => requests[pick(mix, n)](n));
}
