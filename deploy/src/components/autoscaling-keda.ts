import { apiScaledObject } from '../objects/api-scaled-object.ts';
import type { Component } from './component.ts';

/** The API scales on the requests that are offered to it, and on CPU beside them. */
export const autoscalingKeda: Component = { objects: { 'api-autoscaler.yaml': apiScaledObject } };
