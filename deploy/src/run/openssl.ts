import { execa } from 'execa';
import { Refusal } from '../refusal.ts';

/** Run openssl with these arguments. */
export async function openssl(args: readonly string[]): Promise<void> {
  const { failed, code, stderr } = await execa('openssl', args, { reject: false, stdin: 'ignore' });
  if (code === 'ENOENT') throw new Refusal(2, 'Expected `openssl` on PATH to make a certificate, found none.');
  if (failed) throw new Refusal(2, `openssl ${args[0]} failed:\n${stderr}`);
}
