// Talks to a server as the ws package does: node client.js <port>. Prints a line for every check
// that held and ends with another status than 0 at the first that did not.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import WebSocket from 'ws';

const port = process.argv[2];

async function open(path, protocols, options) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocols, options);
  await once(socket, 'open');
  return socket;
}

async function echoed(socket, message) {
  socket.send(message);
  const [back, binary] = await once(socket, 'message');
  assert.equal(binary, typeof message !== 'string');
  assert.deepEqual(binary ? back : back.toString(), message);
}

async function closed(socket, code, reason) {
  socket.close(code, reason);
  const [seen] = await once(socket, 'close');
  assert.equal(seen, code);
}

async function exchange(socket) {
  await echoed(socket, 'Grüße, 世界, 😀');
  await echoed(socket, 'a text that is worth remembering '.repeat(5000));
  await echoed(socket, 'a text that is worth remembering '.repeat(5000));
  await echoed(socket, randomBytes(100_000));
  await echoed(socket, Buffer.concat([randomBytes(40_000), Buffer.alloc(60_000)]));
  await echoed(socket, '');
  for (let i = 0; i < 200; i++) {
    await echoed(socket, `{"number":${i},"text":"${'x'.repeat(i)}"}`);
  }
}

const offers = {
  'the default offer': {},
  'a window of 512 bytes': { serverMaxWindowBits: 9, clientMaxWindowBits: 9 },
  'a window of 4 KiB': { serverMaxWindowBits: 12, clientMaxWindowBits: 10 },
  'no context takeover': { serverNoContextTakeover: true, clientNoContextTakeover: true },
  'all of it': {
    serverMaxWindowBits: 10,
    clientMaxWindowBits: 10,
    serverNoContextTakeover: true,
    clientNoContextTakeover: true,
  },
};
for (const [name, offer] of Object.entries(offers)) {
  const socket = await open('/echo', [], { perMessageDeflate: { threshold: 0, ...offer } });
  assert.match(socket.extensions, /permessage-deflate/);
  await exchange(socket);
  await closed(socket, 1000, 'done');
  console.log(`compressed with ${name}`);
}

const plain = await open('/echo', [], { perMessageDeflate: false });
assert.equal(plain.extensions, '');
await exchange(plain);
plain.ping('are you there');
assert.equal((await once(plain, 'pong'))[0].toString(), 'are you there');
await closed(plain, 4001, 'my own reason');
console.log('plain, with a ping and a close of its own');

const chat = await open('/chat', ['v3.chat', 'v1.chat']);
assert.equal(chat.protocol, 'v1.chat');
const [code, reason] = await once(chat, 'close');
assert.equal(code, 4000);
assert.equal(reason.toString(), 'enough');
console.log('a subprotocol and the close of the server');

const refused = new WebSocket(`ws://127.0.0.1:${port}/echo`, { origin: 'https://evil.example' });
const [error] = await once(refused, 'error');
assert.match(error.message, /403/);
console.log('refused for its origin');
