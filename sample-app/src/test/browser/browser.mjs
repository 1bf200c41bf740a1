import assert from 'node:assert/strict';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

/** Where the collector is, and what the browser is to speak to it. */
export const [origin, protocol] = process.argv.slice(2);

/** Runs a test with a fresh browser; whatever the page complains of fails it. */
export async function browse(options, test) {
  const context = await chromium.launchPersistentContext('', {
    executablePath: '/usr/bin/chromium',
    headless: true,
    args: FLAGS,
    ignoreHTTPSErrors: true,
    timezoneId: 'UTC',
    locale: 'en-GB',
    ...options,
  });
  const complaints = [];
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    page.setDefaultTimeout(60_000);
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) {
        complaints.push(message.text());
      }
    });
    page.on('pageerror', (failure) => complaints.push(String(failure)));
    page.on('request', (request) => {
      if (!request.url().startsWith(origin)) {
        complaints.push(`asked elsewhere: ${request.url()}`);
      }
    });
    await page.addInitScript(() =>
      document.addEventListener('securitypolicyviolation', (violation) =>
        console.error(`policy: ${violation.violatedDirective} ${violation.blockedURI}`)));
    await test(page, complaints);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

/** Writes lines of line protocol. */
export async function write(...lines) {
  const response = await fetch(`${origin}/write?precision=ms`, { method: 'POST', body: lines.join('\n') });
  assert.equal(response.status, 204, await response.text());
}

/** Opens the page, and looks what it came by. */
export async function visit(page) {
  await page.goto(origin);
  const hop = await page.evaluate(() => performance.getEntriesByType('navigation')[0].nextHopProtocol);
  assert.equal(hop, protocol);
}

/** Waits until an element says something. */
export async function says(page, selector, expected) {
  await page.waitForFunction(
    ([where, text]) => document.querySelector(where)?.textContent.trim() === text, [selector, String(expected)]);
}

export async function stateIs(page, state) {
  await page.waitForSelector(`#state[data-state=${state}]`);
}

/** Chooses the series of a measurement, once the page knows it. */
export async function choose(page, label) {
  const option = page.locator('#series option', { hasText: label });
  await option.waitFor({ state: 'attached' });
  await page.selectOption('#series', await option.getAttribute('value'));
}

/** Has the test that started this do something, and waits for it. */
export async function ask(what) {
  console.log(`ask: ${what}`);
  return (await answers.next()).value;
}

/** Keeps what the page looks like, for people. */
export async function shot(page, name) {
  await page.screenshot({ path: `${name}.png` });
}

/** Ends this process: the reader of answers would keep it. */
export function done() {
  process.exit(0);
}
