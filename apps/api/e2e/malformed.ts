const body = '{"id":"a","val":"v"}';
const post = (headers: string, content: string): string =>
  `POST /item HTTP/1.1\r\nhost: x\r\n${headers}\r\n\r\n${content}`;

/** What is not, or not quite, HTTP. Each ends by the client closing its side. */
export const malformed: Readonly<Record<string, string | Buffer>> = {
  nothing: '',
  noise: Buffer.from(Array.from({ length: 2000 }, (_, i) => (i * 7919) % 256)),
  'the greeting of TLS': Buffer.from('16030100c8010000c40303', 'hex'),
  'a method of its own': 'BREW /items HTTP/1.1\r\nhost: x\r\n\r\n',
  'a version of its own': 'GET / HTTP/9.9\r\nhost: x\r\n\r\n',
  'HTTP/0.9': 'GET /\r\n\r\n',
  'no host': 'GET / HTTP/1.1\r\n\r\n',
  'two hosts': 'GET / HTTP/1.1\r\nhost: x\r\nhost: y\r\n\r\n',
  'a header without a colon': 'GET / HTTP/1.1\r\nhost: x\r\nnonsense\r\n\r\n',
  'a header with NUL': 'GET / HTTP/1.1\r\nhost: x\r\na: b\0c\r\n\r\n',
  'a folded header': 'GET / HTTP/1.1\r\nhost: x\r\na: b\r\n c\r\n\r\n',
  'a blank before the colon': 'GET / HTTP/1.1\r\nhost : x\r\n\r\n',
  'headers of 20 KB': `GET / HTTP/1.1\r\nhost: x\r\na: ${'b'.repeat(20_000)}\r\n\r\n`,
  'a URL of 20 KB': `GET /items/${'b'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
  'two thousand headers': `GET / HTTP/1.1\r\nhost: x\r\n${'a: b\r\n'.repeat(2000)}\r\n`,
  'two lengths': post('content-type: application/json\r\ncontent-length: 5\r\ncontent-length: 20', body),
  'a length and chunks': post(
    'content-type: application/json\r\ncontent-length: 20\r\ntransfer-encoding: chunked',
    body,
  ),
  'a length below zero': post('content-type: application/json\r\ncontent-length: -1', body),
  'less than its length': post('content-type: application/json\r\ncontent-length: 1000', body),
  'a chunk without a size': post(
    'content-type: application/json\r\ntransfer-encoding: chunked',
    'zz\r\n{}\r\n0\r\n\r\n',
  ),
  'a chunk of 2^64 bytes': post(
    'content-type: application/json\r\ntransfer-encoding: chunked',
    'ffffffffffffffffff\r\n{}',
  ),
  'an encoding of its own': post('content-type: application/json\r\ntransfer-encoding: gzip', body),
  'a length over the limit': post('content-type: application/json\r\ncontent-length: 999999999', body),
  'brackets in brackets': post('content-type: application/json\r\ncontent-length: 200000', '['.repeat(200_000)),
  'bytes that are no UTF-8': Buffer.concat([
    Buffer.from(post('content-type: application/json\r\ncontent-length: 21', '{"id":"a","val":"')),
    Buffer.from([0xff, 0xfe, 0x22, 0x7d]),
  ]),
  'a prototype': post('content-type: application/json\r\ncontent-length: 34', '{"__proto__":{"id":"a","val":"v"}}'),
  'an escape that is none': 'GET /items/%zz HTTP/1.1\r\nhost: x\r\n\r\n',
  'two dots': 'GET /../../etc/passwd HTTP/1.1\r\nhost: x\r\n\r\n',
  'an absolute URL': 'GET http://elsewhere/items HTTP/1.1\r\nhost: x\r\n\r\n',
  'a wish to be a proxy': 'CONNECT elsewhere:443 HTTP/1.1\r\nhost: x\r\n\r\n',
  'a wish to upgrade': 'GET / HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
};
