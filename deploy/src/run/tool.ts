import { execa } from 'execa';

export interface ToolResult {
  /** False: there is no such program on PATH. */
  readonly isThere: boolean;
  readonly exitCode: number;
  readonly output: string;
}

/** Run a checker of others; both streams are its answer. */
export async function tool(program: string, args: readonly string[], input?: string): Promise<ToolResult> {
  const { exitCode, all, code } = await execa(program, args, {
    ...{ reject: false, all: true, env: { NO_COLOR: '1' } },
    ...(input === undefined ? { stdin: 'ignore' } : { input }),
  });
  return { isThere: code !== 'ENOENT', exitCode: exitCode ?? 1, output: all ?? '' };
}
