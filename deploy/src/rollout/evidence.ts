import type { Progress } from './rollout.ts';
import type { Kubectl } from '../run/kubectl.ts';

/** What a person asks for first when a rollout fails: the last events and the last log lines, pods included. */
export async function evidence(kubectl: Kubectl, { object, waitingFor }: Progress): Promise<string> {
  const name = object.slice(object.indexOf('/') + 1);
  const pods = waitingFor.slice(0, 2);
  const sections = [
    ...[name, ...pods].map((about) => ({ title: `Events of ${about}`, args: events(about) })),
    ...pods.map((pod) => ({ title: `Log of ${pod}`, args: logs(pod) })),
    ...pods.map((pod) => ({ title: `Log of ${pod} before its restart`, args: [...logs(pod), '--previous'] })),
  ];
  const texts = await Promise.all(
    sections.map(async ({ title, args }) => ({ title, text: (await kubectl(args, { quiet: true })).trim() })),
  );
  return texts
    .filter(({ text }) => text !== '')
    .map(({ title, text }) => `${title}:\n${text.split('\n').slice(-10).join('\n')}`)
    .join('\n\n');
}

const columns = 'TYPE:.type,REASON:.reason,COUNT:.count,MESSAGE:.message';

const events = (name: string): readonly string[] => [
  ...['get', 'events', `--field-selector=involvedObject.name=${name}`],
  ...['--sort-by=.lastTimestamp', `--output=custom-columns=${columns}`, '--no-headers'],
];

const logs = (pod: string): readonly string[] => ['logs', pod, '--all-containers', '--prefix', '--tail=10'];
