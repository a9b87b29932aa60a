import { Inject, type InjectionToken } from '@nestjs/common';
import { SplitClient } from '../split-client.ts';

const DEFAULT_NAME = 'default';

/** What a client is injected by: the default one by its class, others by a text. */
export const splitClientToken = (name: string = DEFAULT_NAME): InjectionToken<SplitClient> =>
  name === DEFAULT_NAME ? SplitClient : `redis-split:${name}`;

/** Injects a client by its name; the default one needs no decorator. */
export const InjectSplitClient = (name?: string): ParameterDecorator & PropertyDecorator =>
  Inject(splitClientToken(name));
