import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** A real name server on loopback that answers every question for addresses with the same list. */
export interface NameServer {
  /** `address:port`. */
  readonly address: string;
  /** From now on these are the addresses. */
  say(addresses: readonly string[]): void;
  /** How many questions for IPv4 addresses it has answered. */
  asked(): number;
  close(): Promise<void>;
}

const HEADER_BYTES = 12;
const TYPE_A = 1;
const CLASS_IN = 1;
const NO_ERROR = 0x8180;

export async function startNameServer(): Promise<NameServer> {
  let addresses: readonly string[] = [];
  let asked = 0;
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    const { question, type } = readQuestion(query);
    if (type === TYPE_A) asked++;
    socket.send(answer(query, question, type === TYPE_A ? addresses : []), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    say: (next) => {
      addresses = next;
    },
    asked: () => asked,
    close: async () => {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}

/** A name ends with an empty label; type and class follow. */
function readQuestion(query: Buffer): { question: Buffer; type: number } {
  const end = query.indexOf(0, HEADER_BYTES) + 1;
  return { question: query.subarray(HEADER_BYTES, end + 4), type: query.readUInt16BE(end) };
}

function answer(query: Buffer, question: Buffer, addresses: readonly string[]): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(NO_ERROR, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(addresses.length, 6);
  return Buffer.concat([header, question, ...addresses.map(record)]);
}

/** The name is a pointer to the one in the question; nobody may keep the answer. */
function record(address: string): Buffer {
  const fixed = Buffer.alloc(12);
  fixed.writeUInt16BE(0xc000 | HEADER_BYTES, 0);
  fixed.writeUInt16BE(TYPE_A, 2);
  fixed.writeUInt16BE(CLASS_IN, 4);
  fixed.writeUInt16BE(4, 10);
  return Buffer.concat([fixed, Buffer.from(address.split('.').map(Number))]);
}
