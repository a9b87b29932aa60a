import { fail } from 'k6';
import type { RefinedResponse, ResponseType } from 'k6/http';

/** End a setup that the API does not answer as it should, before any load. */
export function expect200({ url, status, error }: RefinedResponse<ResponseType>): void {
  if (status === 0) fail(`${url} does not answer (${error})`);
  if (status !== 200) fail(`${url} answered ${status}`);
}
