import { paths } from '@sluice/api-contract/http';

/** Runs in the browser: asks every second, and says when there is no answer. Text only, so nothing a node says is markup. */
export const statusScript = `'use strict';
const byId = (id) => document.getElementById(id);
const ms = (value) => (value === null ? '–' : value < 10 ? value.toFixed(1) + ' ms' : Math.round(value) + ' ms');

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function row(node) {
  const made = document.createElement('tr');
  const state = node.ready ? 'ready' : 'down' + (node.reason ? ': ' + node.reason : '');
  const behind = node.lagBytes === null ? '–' : node.lagBytes + ' bytes';
  const cells = [node.role, node.address, state, ms(node.stalenessMs), behind, node.inFlight, ms(node.latencyMs)];
  made.append(...cells.map((cell, i) => element('td', cell, i === 2 && !node.ready ? 'down' : '')));
  return made;
}

function figures(values) {
  return Object.entries(values).map(([what, value]) => {
    const made = document.createElement('div');
    made.append(element('div', value, 'figure'), element('div', what, 'what'));
    return made;
  });
}

let before;
function show(now) {
  const perS = (key) =>
    before ? Math.round((now.requests[key] - before.requests[key]) / ((now.at - before.at) / 1000)) : '–';
  byId('about').textContent = now.process.host + ', up for ' + now.process.uptimeS + ' s, ' + now.process.memoryMiB + ' MiB';
  byId('nodes').replaceChildren(...now.nodes.map(row));
  byId('process').replaceChildren(...figures({
    'requests/s offered': perS('offered'),
    'requests/s refused': perS('shed'),
    'in flight, of at most': now.requests.inFlight + ' / ' + now.requests.limit,
    'event loop busy': Math.round(now.eventLoop.utilisation * 100) + ' %',
    'event loop lag, at most': ms(now.eventLoop.maxLagMs),
    'writes that wait for a primary': now.queuedWrites,
    'failovers seen': now.failovers,
  }));
  byId('reads').replaceChildren(...figures(now.reads));
  before = now;
}

async function refresh() {
  try {
    const response = await fetch('${paths.status}/now.json');
    show({ ...(await response.json()), at: performance.now() });
    byId('trouble').textContent = '';
  } catch (error) {
    byId('trouble').textContent = 'No answer: ' + error.message + '. What is shown is old.';
  }
  setTimeout(refresh, 1000);
}
refresh();
`;
