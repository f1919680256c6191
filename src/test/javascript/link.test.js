// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeBrowser, settled } from './testing/browser.js';
import { checked } from '../../main/javascript/link/options.js';
import { Link } from '../../main/javascript/link/link.js';
import { vectors } from './testing/vectors.js';

/** @param {any} tab @param {object} [options] */
async function linkOf(tab, options = {}) {
  const statuses = [];
  const given = { endpoint: 'http://localhost:8787', token: 'browser-secret', onStatus: (status) => statuses.push(status), ...options };
  const link = new Link(checked(given, tab), tab);
  link.start();
  await settled();
  return { link, statuses, states: () => statuses.map(({ state }) => state) };
}

/** @param {FakeBrowser} browser */
async function linked(browser, tab = browser.tab()) {
  const link = await linkOf(tab);
  browser.socket.open();
  browser.socket.says({ type: 'welcome', protocol: 1, version: '0.1.0' });
  return link;
}

const refused = (options, expected) => assert.throws(() => checked(options, new FakeBrowser().tab()), expected);

test('an endpoint is an address and nothing else', () => {
  refused({}, { code: 'OPTION_MISSING', message: "Cannot link this page: 'endpoint' is missing. Give the agent's URL." });
  refused({ endpoint: 'agent:8787' }, { code: 'OPTION_INVALID' });
  refused({ endpoint: 'localhost' }, { code: 'OPTION_INVALID', message: /'endpoint' is 'no URL'/ });
  for (const endpoint of ['http://localhost:8787?token=s3cret', 'http://user:s3cret@localhost', 'http://localhost#s3cret']) {
    refused({ endpoint }, (error) => error.code === 'TOKEN_IN_URL' && !error.message.includes('s3cret'));
  }
});

test('unknown options are refused by name', () => {
  refused({ endpoint: 'http://localhost', tokn: 'x' }, {
    code: 'OPTION_UNKNOWN',
    message: "Cannot link this page: there is no option 'tokn'. The options are endpoint, token, worker, onStatus.",
  });
});

test('a page without service workers is told so', () => {
  const tab = new FakeBrowser().tab();
  delete tab.navigator.serviceWorker;
  assert.throws(() => checked({ endpoint: 'http://localhost' }, tab), { message: /Serve it over https or from localhost/ });
});

test('says hello first, with the token in the message and not in the address', async () => {
  const browser = new FakeBrowser();
  const { states } = await linkOf(browser.tab(), { endpoint: 'https://agent.example/spark/' });
  assert.equal(browser.socket.url, 'wss://agent.example/spark/v1/connect');
  assert.deepEqual(browser.socket.sent, []);
  browser.socket.open();
  const expected = { ...vectors('messages').hello, client: 'id-0', browser: 'Fake/1' };
  assert.deepEqual(browser.socket.sent, [expected]);
  browser.socket.says({ type: 'welcome', protocol: 1, version: '0.1.0' });
  assert.deepEqual(states(), ['standby', 'connecting', 'linked']);
});

test('the client id stays the same', async () => {
  const browser = new FakeBrowser();
  const { link } = await linked(browser);
  link.close();
  await linked(browser);
  const [first, second] = browser.sockets.map(({ sent }) => sent[0].client);
  assert.equal(first, second);
});

test('without storage there is still an id', async () => {
  const browser = new FakeBrowser();
  const tab = browser.tab();
  tab.localStorage.getItem = () => {
    throw new DOMException('denied', 'SecurityError');
  };
  await linked(browser, tab);
  assert.equal(browser.socket.sent[0].client, 'id-0');
});

test('answers pings', async () => {
  const browser = new FakeBrowser();
  await linked(browser);
  browser.socket.says({ type: 'ping' });
  assert.deepEqual(browser.socket.sent.at(-1), { type: 'pong' });
});

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
  assert.deepEqual(frames.map((frame) => frame.length), [(1 << 20) + 4, 5]);
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
  browser.worker = (_, port) => port.postMessage({ failure: { code: 'STORE_NOT_FOUND', message: 'Cannot.', details: {} } });
  browser.socket.says({ type: 'request', id: 1, op: 'plan' });
  await settled();
  assert.deepEqual(browser.socket.sent.at(-1), { type: 'failure', id: 1, code: 'STORE_NOT_FOUND', message: 'Cannot.', details: {} });
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
  assert.deepEqual(browser.socket.sent.find(({ type }) => type === 'result'), { type: 'result', id: 1, databases: [] });
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
  for (const [op, seconds] of [['catalog', 80], ['plan', 240]]) {
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
    assert.match(failure.message, /the service worker did not answer 4 times\. Check that it loads export-worker\.js/);
  }
});

test('waits for the network before it adds more', async () => {
  const browser = new FakeBrowser();
  await linked(browser);
  browser.worker = (_, port) => port.postMessage({ result: {}, buffer: new ArrayBuffer(3 << 20) });
  browser.socket.bufferedAmount = 9 << 20;
  browser.socket.says({ type: 'request', id: 1, op: 'read' });
  await browser.pass(1000);
  assert.equal(browser.socket.sent.length, 2);
  browser.socket.bufferedAmount = 0;
  await browser.pass(20);
  assert.equal(browser.socket.sent.length, 5);
});

test('connects again at once after a connection that worked, later and later after those that did not', async () => {
  const browser = new FakeBrowser();
  const { statuses } = await linked(browser);
  browser.socket.ends(1006);
  assert.deepEqual(statuses.at(-1), { state: 'waiting', message: 'The connection to the agent is lost; it is tried again.' });
  const delays = [];
  for (let i = 0; i < 8; i++) {
    const before = browser.now;
    const count = browser.sockets.length;
    while (browser.sockets.length === count) await browser.pass(50);
    delays.push(browser.now - before);
    browser.socket.ends(1006);
  }
  assert.ok(delays[0] <= 550, String(delays));
  assert.ok(delays.at(-1) >= 7_500 && delays.at(-1) <= 15_050, String(delays));
});

test('connects again at once when the network is back or the page is looked at', async () => {
  for (const event of ['online', 'visibilitychange']) {
    const browser = new FakeBrowser();
    const tab = browser.tab();
    await linked(browser, tab);
    browser.socket.ends(1006);
    (event === 'online' ? tab : tab.document).dispatchEvent(new Event(event));
    assert.equal(browser.sockets.length, 2, event);
  }
});

test('an agent that is gone without a word is noticed by its silence', async () => {
  const browser = new FakeBrowser();
  await linked(browser);
  await browser.pass(34_000);
  assert.equal(browser.sockets.length, 1);
  await browser.pass(2_000);
  assert.equal(browser.sockets.length, 2);
});

test('refusals that cannot heal end the link', async () => {
  const codes = vectors('error-codes');
  for (const code of ['TOKEN_MISSING', 'TOKEN_WRONG', 'TOKEN_WRONG_KIND', 'ORIGIN_REFUSED', 'HOST_REFUSED', 'PROTOCOL_VERSION']) {
    const browser = new FakeBrowser();
    const { statuses, link } = await linkOf(browser.tab());
    browser.socket.open();
    browser.socket.ends(codes[code].close, code);
    await browser.pass(120_000);
    assert.equal(browser.sockets.length, 1);
    assert.equal(statuses.at(-1).code, code);
    assert.equal(link.status.state, 'refused');
    assert.match(link.status.message, new RegExp(`^The agent refused the link: ${code}\\.`));
  }
});

test('a connection that the browser itself forbids ends the link', async () => {
  const tab = new FakeBrowser().tab();
  tab.WebSocket = class {
    constructor() {
      throw new DOMException('ws is not allowed from https', 'SecurityError');
    }
  };
  const { link } = await linkOf(tab);
  assert.deepEqual(link.status, {
    state: 'refused', code: 'AGENT_UNREACHABLE', message: 'The browser refuses to connect: ws is not allowed from https',
  });
});

test('other refusals are tried again, and named', async () => {
  const browser = new FakeBrowser();
  const { statuses } = await linkOf(browser.tab());
  browser.socket.open();
  browser.socket.ends(4408, 'HELLO_TIMEOUT');
  assert.equal(statuses.at(-1).code, 'HELLO_TIMEOUT');
  await browser.pass(1000);
  assert.equal(browser.sockets.length, 2);
});

test('the newer connection wins: the older stands by until its page is looked at', async () => {
  const browser = new FakeBrowser();
  const tab = browser.tab();
  const { link } = await linked(browser, tab);
  browser.socket.ends(4409, 'CLIENT_REPLACED');
  await browser.pass(300_000);
  assert.equal(browser.sockets.length, 1);
  assert.deepEqual(link.status, { state: 'standby', code: 'CLIENT_REPLACED' });
  tab.document.dispatchEvent(new Event('visibilitychange'));
  await settled();
  assert.equal(browser.sockets.length, 2);
});

test('one tab holds the connection, and another takes over when it goes', async () => {
  const browser = new FakeBrowser();
  const first = await linked(browser);
  const second = await linkOf(browser.tab());
  assert.deepEqual(second.states(), ['standby']);
  assert.equal(browser.sockets.length, 1);
  first.link.close();
  await settled();
  assert.equal(first.link.status.state, 'closed');
  assert.equal(browser.sockets.length, 2);
});

test('tabs linked to different agents do not stand in each other\'s way', async () => {
  const browser = new FakeBrowser();
  await linkOf(browser.tab());
  await linkOf(browser.tab(), { endpoint: 'http://localhost:9999' });
  assert.equal(browser.sockets.length, 2);
});

test('a tab that is seen takes over from one that misses two pings', async () => {
  const browser = new FakeBrowser();
  const hidden = await linked(browser, browser.tab('hidden'));
  const seen = await linkOf(browser.tab());
  for (let i = 0; i < 6; i++) {
    await browser.pass(10_000);
    browser.sockets[0].says({ type: 'ping' });
  }
  assert.deepEqual(seen.states(), ['standby']);
  await browser.pass(31_000);
  assert.equal(hidden.link.status.state, 'standby');
  assert.equal(seen.link.status.state, 'connecting');
});

test('a hidden tab takes nothing over', async () => {
  const browser = new FakeBrowser();
  await linkOf(browser.tab());
  const hidden = await linkOf(browser.tab('hidden'));
  await browser.pass(34_000);
  assert.deepEqual(hidden.states(), ['standby']);
});

test('the tab that lost the connection stands by for its turn', async () => {
  const browser = new FakeBrowser();
  await linked(browser, browser.tab('hidden'));
  const seen = await linkOf(browser.tab());
  await browser.pass(31_000);
  assert.equal(browser.sockets.length, 2);
  seen.link.close();
  await settled();
  assert.equal(browser.sockets.length, 3);
});

test('a page that is left lets go, and comes back when it is shown again', async () => {
  const browser = new FakeBrowser();
  const tab = browser.tab();
  const { link } = await linked(browser, tab);
  tab.dispatchEvent(new Event('pagehide'));
  await settled();
  assert.equal(link.status.state, 'standby');
  assert.equal(browser.channels.size, 0);
  assert.equal(browser.timers.length, 0);
  tab.dispatchEvent(new Event('pageshow'));
  await settled();
  assert.equal(browser.sockets.length, 2);
});

test('a closed link stays closed and leaves nothing behind', async () => {
  const browser = new FakeBrowser();
  const tab = browser.tab();
  const { link } = await linked(browser, tab);
  link.close();
  tab.dispatchEvent(new Event('online'));
  tab.dispatchEvent(new Event('pageshow'));
  await browser.pass(100_000);
  assert.equal(browser.sockets.length, 1);
  assert.equal(browser.socket.readyState, 3);
  assert.equal(browser.timers.length, 0);
});

test('uses the service worker that is named', async () => {
  const browser = new FakeBrowser();
  const tab = browser.tab();
  tab.navigator.serviceWorker.ready = new Promise(() => {});
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
  tab.navigator.serviceWorker.ready = Promise.resolve(registration);
  const { states } = await linkOf(tab);
  await browser.pass(5_500);
  assert.equal(looks, 6);
  assert.deepEqual(states(), ['standby', 'waiting']);
});
