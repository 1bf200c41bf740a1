// A server that goes away and comes back at the same port: the page says so, comes back by itself and misses nothing.
import assert from 'node:assert/strict';
import { ask, browse, choose, done, says, stateIs, visit, write } from './browser.mjs';

await browse({}, async (page, complaints) => {
  const asked = [];
  page.on('request', async (request) => {
    if (request.url().includes('/live')) {
      asked.push((await request.allHeaders())['last-event-id']);
    }
  });
  const start = Date.now();
  await write(`pulse beats=60 ${start}`);
  await visit(page);
  await choose(page, 'pulse · beats');
  await stateIs(page, 'live');
  await write(`pulse beats=61 ${start + 1}`);
  await says(page, '#value', 61);
  await says(page, '#count', 2);

  await ask('stop');
  await stateIs(page, 'reconnecting');
  // Points come by another way while the page cannot see them, and the server comes back.
  await ask(`write ${start + 2} 62`);
  await ask(`write ${start + 3} 63`);
  await ask('start');
  await stateIs(page, 'live');
  await says(page, '#value', 63);
  await says(page, '#count', 4);
  await write(`pulse beats=64 ${start + 4}`);
  await says(page, '#value', 64);
  await says(page, '#count', 5);
  await says(page, '#note', '');
  assert.equal(asked[0], undefined, 'the first connect names no event');
  assert.match(asked.at(-1), /^[a-z0-9]+-2$/, 'the browser resumes after the event it saw last');

  // The points of the other tab come back, too.
  await page.click('#tab-points');
  await stateIs(page, 'live');
  await page.fill('[name=measurement]', 'pulse');
  await page.click('[type=submit]');
  await page.waitForSelector('#subscriptions [data-state=held]');
  await write(`pulse beats=65 ${start + 5}`);
  await page.waitForFunction(() => document.querySelector('#rows').rows.length > 0);
  await ask('stop');
  await stateIs(page, 'reconnecting');
  await ask('start');
  await page.waitForSelector('#subscriptions [data-state=held]');
  await write(`pulse beats=66 ${start + 6}`);
  await says(page, '#rows tr:first-child td:last-child', 66);

  unreachable(complaints);
});
done();

/** A browser logs every connect that fails; nothing else may be there. */
function unreachable(complaints) {
  const others = complaints.filter((one) => !/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_CLOSED|ERR_HTTP2|ERR_SOCKET_NOT_CONNECTED|closed before/.test(one));
  complaints.length = 0;
  complaints.push(...others);
}
