import { paths } from '@sluice/api-contract/http';

/** What must be answered most of all when there is too much to do: it says so, and keeps the pod alive. */
const unshed: ReadonlySet<string> = new Set([paths.livez, paths.readyz, paths.startupz, paths.metrics]);

/** @param url path and query */
export const isUnshed = (url: string): boolean => unshed.has(url);
