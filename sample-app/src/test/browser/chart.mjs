// The page loads without a complaint, shows a series, and the chart advances with every point that is written.
import assert from 'node:assert/strict';
import { browse, choose, done, says, shot, stateIs, visit, write } from './browser.mjs';

const SECONDS = 2;
const SEEDED = 150;

async function seed(room) {
  const now = Date.now();
  const lines = [];
  for (let i = 0; i < SEEDED; i++) {
    const value = 21 + Math.sin(i / 14 + 2.7) * 1.8 + Math.cos(i / 3) * 0.25;
    lines.push(`room,name=${room},floor=1 temperature=${value.toFixed(3)} ${now - (SEEDED - i) * SECONDS * 1_000}`);
  }
  await write(...lines);
}

async function advances(page, room) {
  await visit(page);
  await choose(page, `name=${room}`);
  await stateIs(page, 'live');
  await says(page, '#name', 'room · temperature');
  await says(page, '#tags', `floor=1name=${room}`);
  // The oldest leave the chart's window meanwhile, one every two seconds.
  await page.waitForFunction((least) => Number(document.querySelector('#count').textContent) >= least, SEEDED - 60);
  assert.equal(await page.locator('#plot canvas').count(), 1);

  // Each is the highest so far: it is read, drawn and counted.
  for (const value of [23.25, 23.5, 23.75]) {
    const before = await drawn(page);
    await write(`room,name=${room},floor=1 temperature=${value} ${Date.now()}`);
    await says(page, '#value', value);
    await says(page, '#highest', value);
    assert.notEqual(await drawn(page), before, 'the chart is drawn anew');
  }
  await fits(page);
}

function drawn(page) {
  return page.evaluate(() => document.querySelector('#plot canvas').toDataURL());
}

async function fits(page) {
  const [wide, wider] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
  assert.ok(wider <= wide, `the page is ${wider} wide in a window of ${wide}`);
}

/** What the page keeps of a series, by the page's own module. */
async function keepsOrder(page) {
  const kept = await page.evaluate(async () => {
    const { Samples } = await import('/page/samples.js');
    const samples = new Samples(4);
    [[3, 30], [1, 10], [2, 20], [2, 21], [5, 50], [4, 40]].forEach(([time, value]) => samples.add(time, value));
    const full = [...samples.times];
    const since = samples.since(4);
    samples.dropBefore(5);
    return { full, since, times: samples.times, values: samples.values, latest: samples.latest };
  });
  assert.deepEqual(kept, {
    full: [2, 3, 4, 5],
    since: { count: 2, mean: 45, lowest: 40, highest: 50 },
    times: [5],
    values: [50],
    latest: { time: 5, value: 50 },
  });
}

const looks = {
  kitchen: { viewport: { width: 1180, height: 800 }, colorScheme: 'light' },
  hall: { viewport: { width: 1180, height: 800 }, colorScheme: 'dark' },
  attic: { viewport: { width: 375, height: 780 }, colorScheme: 'light', isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
};
for (const [room, options] of Object.entries(looks)) {
  await browse(options, async (page) => {
    await seed(room);
    await advances(page, room);
    await keepsOrder(page);
    await shot(page, `chart-${room}`);
  });
}
done();
