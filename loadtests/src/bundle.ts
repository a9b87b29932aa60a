import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * One file that k6 can run: k6 strips types but resolves no workspace import.
 *
 * @param kind - the profile's kind, which is the scenario's file name
 */
export async function bundle(kind: 'arrival' | 'vus', outfile: string): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL(`scenarios/${kind}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    conditions: ['@sluice/source'],
    external: ['k6', 'k6/*'],
    logLevel: 'warning',
  });
}
