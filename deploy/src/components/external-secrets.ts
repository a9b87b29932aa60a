import { redisTlsExternal, redisUsersExternal } from '../objects/external-secret.ts';
import { files, type Component } from './component.ts';

/** Passwords come from a store that External Secrets reads; nothing in this repository could hold one. */
export const externalSecrets: Component = { objects: files(redisUsersExternal) };

/** So does the certificate of Redis. */
export const externalCertificate: Component = { objects: files(redisTlsExternal) };
