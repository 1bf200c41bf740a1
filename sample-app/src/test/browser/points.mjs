// The tab of points subscribes by WebSocket, shows what comes, and unsubscribes.
import assert from 'node:assert/strict';
import { browse, done, protocol, says, shot, stateIs, visit, write } from './browser.mjs';

async function subscribes(page) {
  const handshakes = await sockets(page);
  await visit(page);
  await page.click('#tab-points');
  await stateIs(page, 'live');
  // Over HTTP/2 the handshake is an extended CONNECT, answered 200 (RFC 8441 section 5).
  assert.deepEqual(handshakes, [protocol === 'h2' ? 200 : 101]);

  const received = Number(await page.textContent('#received'));
  await page.fill('[name=measurement]', 'door');
  await page.fill('[name=tag]', 'name:front');
  await page.click('[type=submit]');
  await page.waitForSelector('#subscriptions [data-state=held]');
  const now = Date.now();
  await write(`door,name=back open=true ${now}`, `door,name=front open=true ${now}`);
  await page.waitForFunction(() => document.querySelector('#rows').rows.length > 0);
  await write(`door,name=front open=false ${now + 1_000}`, `door,name=front,lock=new wear=0.125 ${now + 2_000}`);
  await says(page, '#received', received + 3);
  await says(page, '#rows tr:first-child td:last-child', '0.125');
  await says(page, '#rows tr:first-child td:nth-child(3)', 'lock=new name=front');
  assert.ok(!(await page.textContent('#rows')).includes('back'));
  await says(page, '#missed', 0);

  await page.click('#subscriptions button');
  await page.waitForFunction(() => document.querySelector('#subscriptions').children.length === 0);
}

/** The status of each WebSocket handshake. */
async function sockets(page) {
  const statuses = [];
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  devtools.on('Network.webSocketHandshakeResponseReceived', ({ response }) => statuses.push(response.status));
  return statuses;
}

async function many(page) {
  await page.fill('[name=measurement]', 'load');
  await page.fill('[name=tag]', '');
  await page.click('[type=submit]');
  await page.waitForSelector('#subscriptions [data-state=held]');
  const now = Date.now();
  await write(...Array.from({ length: 14 }, (_, i) =>
    `load,host=node-${i % 4},zone=${i % 2 ? 'north' : 'south'} one=${((i * 37) % 100) / 25} ${now + i * 100}`));
  await page.waitForFunction(() => document.querySelector('#rows').rows.length >= 14);
}

const looks = {
  desktop: { viewport: { width: 1180, height: 800 }, colorScheme: 'light' },
  phone: { viewport: { width: 375, height: 780 }, colorScheme: 'dark', isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
};
for (const [name, options] of Object.entries(looks)) {
  await browse(options, async (page) => {
    await subscribes(page);
    await many(page);
    await shot(page, `points-${name}`);
  });
}
done();
