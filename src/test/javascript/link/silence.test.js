// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { FakeBrowser, mute } from '../testing/browser.js';
import { linked, linkOf } from '../testing/link.js';

beforeEach(() => mock.method(console, 'error', () => {}));
afterEach(() => mock.restoreAll());

/** The connections that are open or being opened. @param {FakeBrowser} browser */
const living = (browser) => browser.sockets.filter(({ readyState }) => readyState < 2).length;

/** As an agent that pings. @param {FakeBrowser} browser @param {number} seconds */
async function passes(browser, seconds) {
  for (let time = 0; time < seconds; time += 10) {
    for (const socket of browser.sockets) socket.says({ type: 'ping' });
    await browser.pass(10_000);
  }
}

test('two requests that a silent worker leaves open end the connection once', async () => {
  const browser = new FakeBrowser();
  // Of two ends the later would be tried again first, and the other after it.
  const delays = [0.9, 0.1];
  mock.method(Math, 'random', () => delays.shift() ?? 0.5);
  const { link } = await linked(browser);
  for (const id of [1, 2]) browser.socket.says({ type: 'request', id, op: 'read' });
  await passes(browser, 80);
  assert.deepEqual(
    browser.sockets[0].sent.filter(({ type }) => type === 'failure').map(({ code }) => code),
    ['WORKER_SILENT'],
  );
  await browser.pass(20_000);
  assert.deepEqual([browser.sockets.length, living(browser)], [2, 1]);
  link.close();
});

test('two requests that a worker leaves open as it ends do so, too', async () => {
  const browser = new FakeBrowser();
  const { link } = await linked(browser);
  browser.worker = (_, port) => port.close();
  for (const id of [1, 2]) browser.socket.says({ type: 'request', id, op: 'read' });
  await browser.pass(20_000);
  assert.deepEqual([browser.sockets.length, living(browser)], [2, 1]);
  link.close();
});

test('a link that is closed while a request is open stays closed', async () => {
  const browser = new FakeBrowser();
  const { link, states } = await linked(browser);
  browser.socket.says({ type: 'request', id: 1, op: 'read' });
  await passes(browser, 70);
  link.close();
  await browser.pass(60_000);
  assert.equal(states().at(-1), 'closed');
  assert.equal(living(browser), 0);
});

test('a worker that ended at a request is linked again as soon as it answers', async () => {
  const browser = new FakeBrowser();
  const { link } = await linked(browser);
  browser.worker = (_, port) => port.close();
  browser.socket.says({ type: 'request', id: 1, op: 'read' });
  await browser.pass(2_000);
  assert.equal(living(browser), 1);
  link.close();
});

test('a service worker without export worker that answers whatever it is asked is not linked', async () => {
  const browser = new FakeBrowser();
  const foreign = mute();
  const answer = (port) => {
    foreign.answer(port);
    port.postMessage({ error: 'Unknown command' });
  };
  browser.active = browser.serviceWorker(undefined, { proof: answer, worker: (_, port) => answer(port) });
  const { link } = await linkOf(browser.tab());
  await browser.pass(10_000);
  assert.deepEqual([browser.sockets.length, link.status.code], [0, 'WORKER_SILENT']);
  link.close();
  foreign.end();
});

test('an export worker that shows itself late in mid-read is read', async () => {
  const browser = new FakeBrowser();
  const { link } = await linked(browser);
  browser.active = browser.serviceWorker(undefined, {
    proof: (port) => browser.timer(() => port.postMessage({ serves: false }), 5_500),
    worker: (_, port) => port.postMessage({ result: { read: 1 } }),
  });
  browser.socket.says({ type: 'request', id: 1, op: 'read' });
  await browser.pass(8_000);
  assert.deepEqual(browser.sockets[0].sent.at(-1), { type: 'result', id: 1, read: 1 });
  link.close();
});

test('a page whose service worker is replaced by a foreign one is not linked, though nobody reads', async () => {
  const browser = new FakeBrowser();
  const { link } = await linked(browser);
  const foreign = mute();
  browser.active = browser.serviceWorker(undefined, { proof: foreign.answer });
  await passes(browser, 20);
  assert.deepEqual([living(browser), link.status.code], [0, 'WORKER_SILENT']);
  link.close();
  foreign.end();
});

test('a worker that says that it serves a request is waited for', async () => {
  const browser = new FakeBrowser();
  const { link } = await linked(browser);
  browser.inquiry = (port) => port.postMessage({ serves: true });
  browser.worker = (_, port) => browser.timer(() => port.postMessage({ result: { read: 1 } }), 55_000);
  browser.socket.says({ type: 'request', id: 1, op: 'read' });
  await passes(browser, 60);
  assert.deepEqual(browser.socket.sent.filter(({ type }) => type !== 'pong').slice(1), [
    { type: 'result', id: 1, read: 1 },
  ]);
  link.close();
});
