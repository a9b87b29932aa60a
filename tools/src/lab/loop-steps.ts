/** One command of the loop. */
export interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

const npm = (workspace: string, script: string, ...args: readonly string[]): Step => ({
  name: `${workspace}: ${script}`,
  command: 'npm',
  args: ['run', '--silent', '--workspace', workspace, script, '--', ...args],
});

/** Targets of one project, one after another, in one run: what they depend on is done once. */
const nx = (project: string, ...targets: readonly string[]): Step => ({
  name: `${project}: ${targets.join(', ')}`,
  command: 'nx',
  args: ['run-many', `--projects=${project}`, `--targets=${targets.join(',')}`, '--parallel=1', '--outputStyle=static'],
});

/**
 * cluster → image (its size, its cold start) → apply → load and verdict → tear down.
 *
 * npm scripts where the exit code matters (Nx knows only 0 and 1), Nx where its cache saves work. A cluster that is
 * already there is replaced: a measurement begins from a known state.
 */
export const steps = (profile: string): { prepare: readonly Step[]; load: Step; tearDown: Step } => ({
  prepare: [
    npm('tools', 'lab-down'),
    npm('tools', 'lab-up'),
    nx('api', 'image', 'cold-start'),
    npm('tools', 'lab-load-image'),
    npm('deploy', 'apply', '--env=local'),
  ],
  load: npm('loadtests', 'k6', '--env=local', `--profile=${profile}`),
  tearDown: npm('tools', 'lab-down'),
});
