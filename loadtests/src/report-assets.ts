import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { ReportAssets } from './report.ts';

/** The page's program with the chart library inside it, and its style. */
export async function reportAssets(): Promise<ReportAssets> {
  const { outputFiles } = await build({
    entryPoints: ['page.ts', 'page.css'].map((file) => fileURLToPath(new URL(`report/${file}`, import.meta.url))),
    outdir: 'page',
    bundle: true,
    format: 'iife',
    // The style names colours for light and dark in one place; older browsers would need each rule twice.
    target: 'es2022',
    minify: true,
    write: false,
    logLevel: 'warning',
  });
  const text = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { script: text('.js'), style: text('.css') };
}
