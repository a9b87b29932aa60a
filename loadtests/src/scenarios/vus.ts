import { sleep } from 'k6';
import http from 'k6/http';
import type { Options } from 'k6/options';
import { paths } from '@sluice/api-contract/http';
import { profiles } from '../profiles/by-name.ts';
import { expect200 } from './expect-200.ts';
import { measured } from './metrics.ts';
import { requestTimeout, vusOptions } from './options.ts';

const { BASE_URL, PROFILE } = __ENV;
const profile = profiles.get(PROFILE ?? '');
if (profile?.kind !== 'vus') throw new Error(`Expected PROFILE to name a closed profile, got \`${PROFILE}\``);
const { pauseS } = profile;

export const options: Options = vusOptions(profile);

const get = () => http.get(BASE_URL + paths.root, { tags: { name: 'GET /' }, timeout: requestTimeout });

export function setup(): void {
  expect200(get());
}

export default function user(): void {
  measured(get);
  sleep(pauseS);
}
