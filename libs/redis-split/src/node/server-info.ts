import { field } from './info-field.ts';

/** Which server answers on a connection: an address may lead to another one tomorrow. */
export interface ServerInfo {
  /** New at each start of a server. */
  readonly runId: string | undefined;
  /** Where it runs, when it was told so (`availability-zone`, Valkey 8 and later). */
  readonly zone?: string;
}

/** Read the reply of `INFO server`. */
export function parseServerInfo(text: string): ServerInfo {
  const zone = field(text, 'availability_zone');
  return { runId: field(text, 'run_id'), ...(zone && { zone }) };
}
