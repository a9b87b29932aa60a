import { apiTokensExternal, redisTlsExternal, redisUsersExternal } from '../objects/external-secret.ts';
import { files, type Component } from './component.ts';

/** Passwords, and what tokens are signed with, come from a store that External Secrets reads; nothing in this repository could hold one. */
export const externalSecrets: Component = { objects: files(redisUsersExternal, apiTokensExternal) };

/** So does the certificate of Redis. */
export const externalCertificate: Component = { objects: files(redisTlsExternal) };
