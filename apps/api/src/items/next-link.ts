import { paths } from '@sluice/api-contract/http';

/** Where the next page of ids is: RFC 8288. By the last id, so that items that come and go meanwhile move no page. */
export const nextLink = (limit: number, after: string): string =>
  `<${paths.items}?${new URLSearchParams({ limit: String(limit), after }).toString()}>; rel="next"`;
