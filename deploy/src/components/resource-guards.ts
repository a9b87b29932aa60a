import { containerDefaults, quota } from '../objects/resource-guards.ts';
import { files, type Component } from './component.ts';

/** What the namespace may ask for, and what a container gets that asks for nothing. */
export const resourceGuards: Component = { objects: files(quota, containerDefaults) };
