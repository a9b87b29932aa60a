/** What a node is, or is taken for. */
export type Role = 'primary' | 'replica';
