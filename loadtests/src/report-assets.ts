import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { ReportAssets } from './report.ts';

/** The page's program with the chart library inside it, and its style. */
export async function reportAssets(): Promise<ReportAssets> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('report/page.ts', import.meta.url))],
    outdir: 'page',
    bundle: true,
    format: 'iife',
    minify: true,
    write: false,
    logLevel: 'warning',
  });
  const text = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { script: text('.js'), style: text('.css') };
}
