import type { ReplicationInfo } from './replication-info.ts';
import type { Role } from './role.ts';
import { standing, type Standing } from './standing.ts';

/** What one node is good for, from what it says of itself and from how it fails. */
export class Health {
  readonly #onChange: () => void;
  #role: Role = 'replica';
  #info: ReplicationInfo | undefined;
  /** Connection on which the node was seen in sync; before that its position is not believed. */
  #inSyncEpoch: number | undefined;
  #reason = 'not connected yet';
  #standing: Standing = 'unfit';
  #tried = false;

  /** @param onChange called after each change of the standing, or when the first attempt to reach the node is over */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** What the node is taken for; until it is taken for the primary it may at most serve reads. */
  get role(): Role {
    return this.#role;
  }

  set role(role: Role) {
    this.#role = role;
    this.#update();
  }

  get standing(): Standing {
    return this.#standing;
  }

  /** What it said last on this connection; positions only grow, so data read from now on reach at least that far. */
  get info(): ReplicationInfo | undefined {
    return this.#info;
  }

  /** It has said what it is, or could not be reached, at least once. */
  get tried(): boolean {
    return this.#tried;
  }

  /** Why it is not fit. */
  get reason(): string {
    const info = this.#info;
    if (info && info.role !== this.#role) {
      return `taken for a ${this.#role}, but it says that it is a ${info.role}`;
    }
    return info && !info.linkUp ? 'its link to the primary is down' : this.#reason;
  }

  /** Whether it was in sync since it was connected to: before that its word for its position is not taken. */
  wasInSync(epoch: number): boolean {
    return this.#inSyncEpoch === epoch;
  }

  believe(info: ReplicationInfo, epoch: number): void {
    if (info.linkUp) this.#inSyncEpoch = epoch;
    this.#info = info;
    this.#update();
  }

  /** What made us doubt first says most: a closed connection brings many errors with it. */
  suspect(reason: string): void {
    if (this.#info) this.setUnfit(reason);
  }

  setUnfit(reason: string): void {
    this.#info = undefined;
    this.#reason = reason;
    this.#update();
  }

  #update(): void {
    const next = standing(this.#role, this.#info);
    const first = !this.#tried && (this.#info !== undefined || this.#reason !== 'not connected yet');
    if (next === this.#standing && !first) return;
    this.#tried ||= first;
    this.#standing = next;
    this.#onChange();
  }
}
