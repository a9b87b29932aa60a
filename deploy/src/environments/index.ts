import type { Environment } from '../environment.ts';
import { local } from './local.ts';
import { prod } from './prod.ts';
import { staging } from './staging.ts';

/** Every environment. A new one is its file and a word here. */
export const environments: readonly Environment[] = [local, staging, prod];
