import { paths } from '@sluice/api-contract/http';

/** Without its figures, which the script brings. */
export const statusPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sluice: status</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
  body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  h1 { font-size: 1.4rem; margin-bottom: 0; }
  h2 { font-size: 1rem; margin: 2rem 0 .5rem; }
  #about, th, .what { color: color-mix(in srgb, currentColor 65%, transparent); font-weight: normal; }
  table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
  th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent); }
  .figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: 1rem; }
  .figure { font-size: 1.4rem; font-variant-numeric: tabular-nums; }
  .what { font-size: .8rem; }
  .down { color: #c62828; }
  #trouble:empty { display: none; }
  #trouble { color: #c62828; margin-top: 1rem; }
</style>
<h1>Sluice</h1>
<div id="about">waiting for the first figures …</div>
<div id="trouble" role="alert"></div>
<h2>Redis</h2>
<table>
  <thead><tr><th>role<th>address<th>state<th>no write missing older than<th>behind<th>reads under way<th>latency</tr></thead>
  <tbody id="nodes"></tbody>
</table>
<h2>This process</h2>
<div class="figures" id="process"></div>
<h2>Reads by how they were answered</h2>
<div class="figures" id="reads"></div>
<script src="${paths.status}/script.js"></script>
</html>
`;
