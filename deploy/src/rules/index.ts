import * as capacity from './capacity.ts';
import * as contract from './contract.ts';
import * as ingress from './ingress.ts';
import * as secrets from './secrets.ts';
import * as spread from './spread.ts';
import * as disruption from './disruption.ts';
import * as identity from './identity.ts';
import * as monitoring from './monitoring.ts';
import * as network from './network.ts';
import * as pods from './pods.ts';
import * as redis from './redis.ts';
import type { Finding, Rule } from './rule.ts';
import type { Rendered } from './rendered.ts';
import * as scale from './scale.ts';
import * as security from './security.ts';
import * as wiring from './wiring.ts';

const isRule = (value: unknown): value is Rule => typeof value === 'object' && value !== null && 'check' in value;

/** Every rule, by its number. A new one is an export of a file here. */
export const rules: readonly Rule[] = [
  capacity,
  contract,
  disruption,
  identity,
  ingress,
  monitoring,
  network,
  pods,
  redis,
  scale,
  secrets,
  security,
  spread,
  wiring,
]
  .flatMap((group) => Object.values(group).filter(isRule))
  .sort((one, other) => one.id.localeCompare(other.id));

/** Everything that is wrong with an environment, waived or not. */
export const findings = (rendered: Rendered): readonly Finding[] => rules.flatMap(({ check }) => check(rendered));
