import type { Environment } from '../environment.ts';
import { tokensSecret } from '../objects/api-tokens.ts';
import { tlsSecret } from '../objects/redis-tls.ts';
import { usersSecret } from '../objects/redis-users.ts';
import type { Printer } from '../printer.ts';
import type { Kubectl } from '../run/kubectl.ts';
import { generateRedisUsers, generateTokenSecrets, type Secret } from './generate.ts';
import { generateCertificate } from './certificate.ts';

/**
 * Make the Secrets that an environment generates, where they are not there yet. What is there is kept: a new password
 * under running servers would lock everyone out.
 */
export async function ensureSecrets(environment: Environment, kubectl: Kubectl, printer: Printer): Promise<void> {
  if (environment.secrets.source !== 'generated') return;
  const makers: Readonly<Record<string, () => Promise<Secret> | Secret>> = {
    [usersSecret]: () => generateRedisUsers(),
    [tokensSecret]: generateTokenSecrets,
    ...(environment.redis.tls && { [tlsSecret]: generateCertificate }),
  };
  for (const [name, make] of Object.entries(makers)) {
    const there = await kubectl(['get', 'secret', name, '--ignore-not-found', '--output=name']);
    if (there !== '') continue;
    await kubectl(['create', '--filename=-'], { input: JSON.stringify(await make()) });
    printer.line(`Secret/${name} generated; it is kept from now on`);
  }
}
