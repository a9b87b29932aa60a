import { createInterface } from 'node:readline/promises';
import type { Printer } from '../printer.ts';
import { Refusal } from '../refusal.ts';

const nothing = 'Nothing was changed';

/** @throws Refusal (2) when the answer is no, or there is nobody to ask */
export async function ask(what: string, printer: Printer): Promise<void> {
  const answer = await answerTo(`${what}? [y/N] `, '--yes', printer);
  if (!/^y(es)?$/i.test(answer)) throw new Refusal(2, nothing);
}

/** For what cannot be undone: the name has to be written. */
export async function askForName(name: string, what: string, printer: Printer): Promise<void> {
  const answer = await answerTo(`${what}. Write \`${name}\` to go on: `, `--confirm=${name}`, printer);
  if (answer !== name) throw new Refusal(2, nothing);
}

async function answerTo(question: string, instead: string, { isTty }: Printer): Promise<string> {
  if (!isTty || !process.stdin.isTTY)
    throw new Refusal(2, `Expected ${instead}, since there is no terminal to ask on. ${nothing}.`);
  const readline = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await readline.question(question);
  readline.close();
  return answer.trim();
}
