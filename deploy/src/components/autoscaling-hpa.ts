import { apiAutoscaler } from '../objects/api-autoscaler.ts';
import type { Component } from './component.ts';

/** The API scales on CPU alone. */
export const autoscalingHpa: Component = { objects: { 'api-autoscaler.yaml': apiAutoscaler } };
