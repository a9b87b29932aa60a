// The closing line of a pipeline: the suites of `npm test` and the rules of a lab run, summed.
//   node tools/src/checks/total.ts TEST_EXIT_CODE LAB_EXIT_CODE
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { add, countTests, countVerdict, line, none, withExitCode } from './count.ts';

const root = join(import.meta.dirname, '../../..');
const verdict = join(root, 'loadtests/results/latest/verdict.json');
const [testExitCode = NaN, labExitCode = NaN] = process.argv.slice(2).map(Number);

if (Number.isNaN(testExitCode + labExitCode)) {
  console.error('Expected two exit codes, of `npm test` and of `npm run lab`, got: ' + process.argv.slice(2).join(' '));
  process.exit(2);
}
const tests = withExitCode(countTests(root), testExitCode);
const lab = withExitCode(existsSync(verdict) ? countVerdict(verdict) : none, labExitCode);
const total = add(tests, lab);

console.log(line(total));
process.exitCode = total.failed === 0 ? 0 : 1;
