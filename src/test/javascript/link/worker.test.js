// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { mock, test } from 'node:test';
import { FakeBrowser, mute, settled } from '../testing/browser.js';
import { linked, linkOf, loadedIn } from '../testing/link.js';

test('passes a request to the worker and its answer back, bytes after the result', async () => {
  const browser = new FakeBrowser();
  await linked(browser);
  const asked = [];
  const buffer = Uint8Array.from({ length: (1 << 20) + 1 }, (_, i) => i).buffer;
  browser.worker = (request, port) => {
    asked.push(request);
    port.postMessage({ result: { records: 1, read: 1, done: true }, buffer });
  };
  browser.socket.says({ type: 'request', id: 4294967295, op: 'read', database: 'shop' });
  await settled();
  const [result, ...frames] = browser.socket.sent.slice(1);
  assert.deepEqual(asked, [{ type: 'request', op: 'read', database: 'shop' }]);
  assert.deepEqual(result, { type: 'result', id: 4294967295, bytes: (1 << 20) + 1, records: 1, read: 1, done: true });
  assert.deepEqual(
    frames.map((frame) => frame.length),
    [(1 << 20) + 4, 5],
  );
  assert.deepEqual([...frames[1]], [255, 255, 255, 255, 0]);
});

test('a batch of no bytes is a result and no frame', async () => {
  const browser = new FakeBrowser();
  await linked(browser);
  browser.worker = (_, port) => port.postMessage({ result: { records: 0 }, buffer: new ArrayBuffer(0) });
  browser.socket.says({ type: 'request', id: 1, op: 'read' });
  await settled();
  assert.deepEqual(browser.socket.sent.slice(1), [{ type: 'result', id: 1, records: 0, bytes: 0 }]);
});

test('a failure of the worker is passed on', async () => {
  const browser = new FakeBrowser();
  await linked(browser);
  browser.worker = (_, port) =>
    port.postMessage({ failure: { code: 'STORE_NOT_FOUND', message: 'Cannot.', details: {} } });
  browser.socket.says({ type: 'request', id: 1, op: 'plan' });
  await settled();
  assert.deepEqual(browser.socket.sent.at(-1), {
    type: 'failure',
    id: 1,
    code: 'STORE_NOT_FOUND',
    message: 'Cannot.',
    details: {},
  });
});

test('a request that a stopped worker leaves open is sent again', async () => {
  const browser = new FakeBrowser();
  await linked(browser);
  let asked = 0;
  browser.worker = (_, port) => {
    asked++;
    if (asked === 2) port.close();
    if (asked === 3) port.postMessage({ result: { databases: [] } });
  };
  browser.socket.says({ type: 'request', id: 1, op: 'catalog' });
  for (let time = 0; time < 19_000; time += 9_000) {
    await browser.pass(9_000);
    browser.socket.says({ type: 'ping' });
  }
  assert.equal(asked, 3);
  assert.deepEqual(
    browser.socket.sent.find(({ type }) => type === 'result'),
    { type: 'result', id: 1, databases: [] },
  );
});

test('a request that a worker started anew does not know is sent again at once', async () => {
  const browser = new FakeBrowser();
  await linked(browser);
  let asked = 0;
  browser.worker = (_, port) => {
    asked++;
    if (asked === 2) port.postMessage({ result: { databases: [] } });
  };
  browser.inquiry = (port) => port.postMessage({ serves: false });
  browser.socket.says({ type: 'request', id: 1, op: 'catalog' });
  await browser.pass(1_500);
  assert.equal(asked, 2);
  assert.deepEqual(browser.socket.sent.at(-1), { type: 'result', id: 1, databases: [] });
});

test('a request that cannot be posted to a worker is sent again', async () => {
  const browser = new FakeBrowser();
  await linked(browser);
  let asked = 0;
  browser.worker = (_, port) => {
    if (++asked === 1) throw new DOMException('the worker is redundant', 'InvalidStateError');
    port.postMessage({ result: { databases: [] } });
  };
  browser.socket.says({ type: 'request', id: 1, op: 'catalog' });
  await settled();
  assert.equal(asked, 2);
  assert.deepEqual(browser.socket.sent.at(-1), { type: 'result', id: 1, databases: [] });
});

test('a worker that still serves a request is left to it', async () => {
  const browser = new FakeBrowser();
  await linked(browser);
  let asked = 0;
  let answer = () => {};
  browser.worker = (_, port) => {
    asked++;
    answer = () => port.postMessage({ result: { databases: [] } });
  };
  browser.inquiry = (port) => port.postMessage({ serves: true });
  browser.socket.says({ type: 'request', id: 1, op: 'catalog' });
  await browser.pass(15_000);
  answer();
  await settled();
  assert.equal(asked, 1);
  assert.deepEqual(browser.socket.sent.at(-1), { type: 'result', id: 1, databases: [] });
});

test('a worker that never answers is called silent after four attempts', async () => {
  const seconds = 80;
  for (const op of ['catalog', 'plan']) {
    const browser = new FakeBrowser();
    await linked(browser);
    let asked = 0;
    browser.worker = () => asked++;
    browser.socket.says({ type: 'request', id: 1, op });
    for (let time = 0; time < seconds; time += 10) {
      assert.ok(browser.socket.sent.every(({ type }) => type !== 'failure'));
      await browser.pass(10_000);
      browser.socket.says({ type: 'ping' });
    }
    assert.equal(asked, 4);
    const failure = browser.socket.sent.find(({ type }) => type === 'failure');
    assert.equal(failure.code, 'WORKER_SILENT');
    assert.equal(
      failure.message,
      `Cannot ${op}: the app's service worker does not answer. ` +
        'Check that it loads export-worker.js and runs, and reload the page.',
    );
  }
});

test('a worker that never answers is called silent in time on a page that is hidden for long', async () => {
  // Before the agent gives up, after five minutes.
  const seconds = 80;
  for (const op of ['catalog', 'plan']) {
    const browser = new FakeBrowser();
    const { link } = await linked(browser);
    await browser.pass(10_000);
    browser.throttles = true;
    browser.socket.says({ type: 'request', id: 1, op });
    for (let time = 0; time < seconds; time += 10) {
      browser.socket.says({ type: 'ping' });
      await browser.pass(10_000);
    }
    link.close();
    assert.equal(browser.socket.sent.find(({ type }) => type === 'failure')?.code, 'WORKER_SILENT', op);
  }
});

test('a page whose service worker has no export worker is not linked, and says why once', async () => {
  const told = mock.method(console, 'error', () => {});
  const browser = new FakeBrowser();
  const foreign = mute();
  browser.active = browser.serviceWorker(undefined, { proof: foreign.answer });
  const { link, states } = await linkOf(browser.tab());
  await browser.pass(30_000);
  assert.deepEqual(link.status, {
    state: 'waiting',
    code: 'WORKER_SILENT',
    message:
      "Cannot link this page: the app's service worker does not answer. " +
      'Check that it loads export-worker.js and runs, and reload the page.',
  });
  assert.deepEqual([states(), browser.sockets.length, told.mock.calls.length], [['standby', 'waiting'], 0, 1]);
  assert.equal(foreign.ports.length, 1, 'asked often, it would never be stopped');
  await browser.pass(60_000);
  assert.equal(foreign.ports.length, 2);
  browser.active = browser.serviceWorker();
  await browser.pass(1_000);
  assert.deepEqual([browser.sockets.length, link.status.state], [1, 'connecting']);
  foreign.end();
  mock.restoreAll();
});

test('a worker that takes long to start is linked when it has', async () => {
  mock.method(console, 'error', () => {});
  const browser = new FakeBrowser();
  const slow = mute();
  browser.proof = slow.answer;
  await linkOf(browser.tab());
  await browser.pass(20_000);
  assert.deepEqual([browser.sockets.length, slow.ports.length], [0, 1]);
  slow.ports[0].postMessage({ serves: false });
  await browser.pass(1_000);
  assert.equal(browser.sockets.length, 1);
  mock.restoreAll();
});

test('a service worker without export worker that takes over in mid-read is told of within seconds', async () => {
  mock.method(console, 'error', () => {});
  const browser = new FakeBrowser();
  const { link } = await linked(browser);
  const [socket, foreign] = [browser.socket, mute()];
  const old = browser.active;
  socket.says({ type: 'request', id: 1, op: 'read' });
  await browser.pass(500);
  old.state = 'redundant';
  browser.active = browser.serviceWorker(undefined, { proof: foreign.answer });
  socket.says({ type: 'request', id: 2, op: 'plan' });
  await browser.pass(8_000);
  assert.deepEqual(
    socket.sent.filter(({ type }) => type === 'failure'),
    [
      {
        type: 'failure',
        id: 2,
        code: 'WORKER_SILENT',
        message:
          "Cannot plan: the app's service worker does not answer. " +
          'Check that it loads export-worker.js and runs, and reload the page.',
        details: {},
      },
    ],
  );
  // Nobody else is to wait for it.
  assert.deepEqual([socket.readyState, browser.sockets.length], [3, 1]);
  // It is asked once more.
  await browser.pass(7_000);
  assert.deepEqual([link.status.state, link.status.code], ['waiting', 'WORKER_SILENT']);
  foreign.end();
  link.close();
  mock.restoreAll();
});

test('a request that is left with a worker that another replaced goes to the other', async () => {
  const browser = new FakeBrowser();
  await linked(browser);
  const old = browser.active;
  browser.socket.says({ type: 'request', id: 1, op: 'read' });
  await browser.pass(500);
  old.state = 'redundant';
  browser.active = browser.serviceWorker(undefined, { worker: (_, port) => port.postMessage({ result: { read: 1 } }) });
  await browser.pass(1_000);
  assert.deepEqual(browser.socket.sent.at(-1), { type: 'result', id: 1, read: 1 });
});

test('a stopped worker is noticed as soon by a page that is hidden for long', async () => {
  const browser = new FakeBrowser();
  await linked(browser);
  browser.throttles = true;
  let asked = 0;
  browser.worker = (_, port) => {
    if (++asked === 2) port.postMessage({ result: { databases: [] } });
  };
  browser.inquiry = (port) => port.postMessage({ serves: browser.now < 10_000 });
  browser.socket.says({ type: 'request', id: 1, op: 'plan' });
  await browser.pass(12_000);
  assert.equal(asked, 2);
});

test('finds the script that is named whatever its query, and the very same first', async () => {
  for (const [worker, registered, found] of /** @type {any[][]} */ ([
    ['/sw.js', ['/sw.js?v=3'], '/sw.js?v=3'],
    ['/sw.js?v=2', ['/sw.js?v=3'], '/sw.js?v=3'],
    ['/sw.js?app=b', ['/sw.js?app=a', '/sw.js?app=b'], '/sw.js?app=b'],
    ['/sw.js', ['/other.js', '/sw.js?v=3', '/sw.js'], '/sw.js'],
    ['/sw.js', ['/swXjs', '/app/sw.js'], undefined],
  ])) {
    const browser = new FakeBrowser();
    const tab = browser.tab();
    const of = (path) => browser.serviceWorker(`http://localhost${path}`);
    const registrations = registered.map((path) => ({ active: of(path) }));
    tab.navigator.serviceWorker.getRegistrations = async () => registrations;
    const { Worker, checked } = loadedIn(tab);
    const options = checked({ endpoint: 'http://localhost', worker });
    const looking = new Worker(options.worker).active();
    await browser.pass(1_000);
    assert.equal((await looking)?.scriptURL, found && `http://localhost${found}`, worker);
  }
});

test('uses the service worker that is named', async () => {
  const browser = new FakeBrowser();
  const tab = browser.tab();
  tab.navigator.serviceWorker.getRegistration = () => new Promise(() => {});
  await linkOf(tab, { worker: '/sw.js' });
  assert.equal(browser.sockets.length, 1);
});

test('waits for the service worker before it connects', async () => {
  const browser = new FakeBrowser();
  const { states } = await linkOf(browser.tab(), { worker: '/later.js' });
  await browser.pass(10_000);
  assert.equal(browser.sockets.length, 0);
  assert.deepEqual(states(), ['standby', 'waiting']);
});

test('a service worker that cannot be looked up is one that is not there', async () => {
  const browser = new FakeBrowser();
  const tab = browser.tab();
  const { serviceWorker } = tab.navigator;
  const { getRegistrations } = serviceWorker;
  let looks = 0;
  const denied = async () => {
    if (++looks > 100) await new Promise(() => {});
    throw new DOMException('site data is blocked', 'SecurityError');
  };
  serviceWorker.getRegistrations = denied;
  const { states } = await linkOf(tab, { worker: '/sw.js' });
  await browser.pass(2_500);
  assert.deepEqual([looks, states().at(-1)], [3, 'waiting']);
  serviceWorker.getRegistrations = getRegistrations;
  await browser.pass(1_000);
  browser.socket.open();
  serviceWorker.getRegistrations = denied;
  browser.socket.says({ type: 'request', id: 1, op: 'catalog' });
  await browser.pass(4_500);
  assert.equal(looks, 7);
  const { type, id, code } = browser.socket.sent.at(-1);
  assert.deepEqual({ type, id, code }, { type: 'failure', id: 1, code: 'WORKER_SILENT' });
});

test('leaves the page its time when the service worker of the page is gone', async () => {
  const browser = new FakeBrowser();
  const tab = browser.tab();
  let looks = 0;
  const registration = {
    get active() {
      if (++looks > 100) throw new Error('the page would be frozen');
      return null;
    },
  };
  tab.navigator.serviceWorker.getRegistration = async () => /** @type {any} */ (registration);
  const { states } = await linkOf(tab);
  await browser.pass(5_500);
  assert.equal(looks, 6);
  assert.deepEqual(states(), ['standby', 'waiting']);
});

test('an answer leaves nothing with its session, which would keep the bytes of all of them', async () => {
  const browser = new FakeBrowser();
  const { signal } = new AbortController();
  browser.worker = (_, port) => port.postMessage({ result: { records: 1 }, buffer: new ArrayBuffer(8) });
  const { Worker } = loadedIn(browser.tab());
  const { buffer } = await new Worker(undefined).ask({ op: 'read' }, signal);
  assert.equal(buffer.byteLength, 8);
  assert.deepEqual(getEventListeners(signal, 'abort'), []);
});
