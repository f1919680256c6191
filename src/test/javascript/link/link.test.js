// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { FakeBrowser, settled } from '../testing/browser.js';
import { linked, linkOf, loadedIn, newLink } from '../testing/link.js';
import { vectors } from '../testing/vectors.js';

const refused = (options, expected) =>
  assert.throws(() => loadedIn(new FakeBrowser().tab()).checked(options), expected);

test('an endpoint is an address and nothing else', () => {
  refused(
    {},
    { code: 'OPTION_MISSING', message: "Cannot link this page: 'endpoint' is missing. Give the agent's URL." },
  );
  refused({ endpoint: 'agent:8787' }, { code: 'OPTION_INVALID' });
  refused({ endpoint: 'localhost' }, { code: 'OPTION_INVALID', message: /'endpoint' is 'no URL'/ });
  for (const endpoint of [
    'http://localhost:8787?token=s3cret',
    'http://user:s3cret@localhost',
    'http://localhost#s3cret',
    'http://localhost?',
  ]) {
    refused({ endpoint }, (error) => error.code === 'TOKEN_IN_URL' && !error.message.includes('s3cret'));
  }
});

test('an endpoint is understood by browsers without URL.canParse', () => {
  const tab = new FakeBrowser().tab();
  const older = /** @type {any} */ (URL);
  /** @type {any} */ (tab).URL = class extends older {
    static canParse = undefined;
  };
  assert.equal(loadedIn(tab).checked({ endpoint: 'http://localhost:8787' }).url, 'ws://localhost:8787/v1/connect');
});

test('unknown options are refused by name', () => {
  refused(
    { endpoint: 'http://localhost', tokn: 'x' },
    {
      code: 'OPTION_UNKNOWN',
      message:
        "Cannot link this page: there is no option 'tokn'. " +
        'The options are endpoint, token, worker, consent, statusElement, onStatus.',
    },
  );
});

test('a page without service workers is told so', () => {
  const tab = new FakeBrowser().tab();
  delete (/** @type {any} */ (tab.navigator).serviceWorker);
  assert.throws(() => newLink(tab, { endpoint: 'http://localhost' }), {
    message: /Serve it over https or from localhost/,
  });
});

test('says hello first, with the token in the message and not in the address', async () => {
  const browser = new FakeBrowser();
  const { states } = await linkOf(browser.tab(), { endpoint: 'https://agent.example/spark/' });
  assert.equal(browser.socket.url, 'wss://agent.example/spark/v1/connect');
  assert.deepEqual(browser.socket.sent, []);
  browser.socket.open();
  const expected = { ...vectors('messages').hello, secret: 'id-0', ticket: '', browser: 'Fake/1' };
  assert.deepEqual(browser.socket.sent, [expected]);
  browser.socket.says({ type: 'welcome', protocol: 1, version: '0.1.0' });
  assert.deepEqual(states(), ['standby', 'connecting', 'linked']);
});

test('names the browser by brand and version, and by its user agent where it does not tell them', async () => {
  const brands = [
    { brand: 'Not:A-Brand', version: '8' },
    { brand: 'Chromium', version: '156.0.1' },
  ];
  const edge = { brand: 'Microsoft Edge', version: '156.0.2' };
  for (const [userAgentData, name] of [
    [{ getHighEntropyValues: async () => ({ fullVersionList: brands }) }, 'Chromium 156.0.1'],
    [{ getHighEntropyValues: async () => ({ fullVersionList: [...brands, edge] }) }, 'Microsoft Edge 156.0.2'],
    [{ getHighEntropyValues: async () => ({ fullVersionList: [] }) }, 'Fake/1'],
    [{ getHighEntropyValues: async () => ({}) }, 'Fake/1'],
    [{ getHighEntropyValues: () => Promise.reject(new Error('no')) }, 'Fake/1'],
    // As extensions leave it that hide what the browser is.
    [{}, 'Fake/1'],
    [undefined, 'Fake/1'],
  ]) {
    const browser = new FakeBrowser();
    const tab = browser.tab();
    tab.navigator.userAgentData = userAgentData;
    await linked(browser, tab);
    assert.equal(browser.socket.sent[0].browser, name);
  }
});

test('the secret stays the same, and the ticket is the one of the last welcome', async () => {
  const browser = new FakeBrowser();
  const { link } = await linked(browser);
  browser.socket.says(vectors('messages').welcome);
  link.close();
  const another = await linked(browser);
  another.link.close();
  await linked(browser);
  const hellos = browser.sockets.map(({ sent }) => sent[0]);
  assert.equal(new Set(hellos.map(({ secret }) => secret)).size, 1);
  const { ticket } = vectors('messages').welcome;
  assert.deepEqual(
    hellos.map((hello) => hello.ticket),
    ['', ticket, ticket],
  );
});

test('a ticket is kept before the page answers anything', async () => {
  const browser = new FakeBrowser();
  const tab = browser.tab();
  await linkOf(tab);
  browser.socket.open();
  const { setItem } = tab.localStorage;
  tab.localStorage.setItem = (name, value) => {
    assert.equal(browser.socket.sent.length, 1);
    return setItem(name, value);
  };
  browser.socket.says(vectors('messages').welcome);
  browser.socket.says({ type: 'ping' });
  assert.equal(browser.socket.sent.length, 2);
});

test('each agent gives tickets of its own, for one secret', async () => {
  const browser = new FakeBrowser();
  const links = [];
  for (const endpoint of ['http://localhost:1', 'http://localhost:2', 'http://localhost:1']) {
    links.push(await linkOf(browser.tab(), { endpoint }));
    browser.socket.open();
    browser.socket.says({ ...vectors('messages').welcome, ticket: `of-${endpoint.at(-1)}` });
    links.at(-1)?.link.close();
  }
  const hellos = browser.sockets.map(({ sent }) => sent[0]);
  assert.equal(new Set(hellos.map(({ secret }) => secret)).size, 1);
  assert.deepEqual(
    hellos.map(({ ticket }) => ticket),
    ['', '', 'of-1'],
  );
});

test('without storage there is still a secret', async () => {
  const browser = new FakeBrowser();
  const tab = browser.tab();
  tab.localStorage.getItem = () => {
    throw new DOMException('denied', 'SecurityError');
  };
  await linked(browser, tab);
  assert.equal(browser.socket.sent[0].secret, 'id-0');
});

test('answers pings', async () => {
  const browser = new FakeBrowser();
  await linked(browser);
  browser.socket.says({ type: 'ping' });
  assert.deepEqual(browser.socket.sent.at(-1), { type: 'pong' });
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

test('a hidden page looks as often as one that is seen whether the network takes more', async () => {
  const browser = new FakeBrowser();
  browser.proof = (port, { waits }) => {
    // The worker's clock is not throttled.
    if (waits) browser.timers.push({ at: browser.now + 20, run: () => port.postMessage({ serves: false }), depth: 0 });
    else port.postMessage({ serves: false });
  };
  const { link } = await linked(browser);
  browser.throttles = true;
  browser.worker = (_, port) => port.postMessage({ result: {}, buffer: new ArrayBuffer(3 << 20) });
  browser.socket.bufferedAmount = 9 << 20;
  browser.socket.says({ type: 'request', id: 1, op: 'read' });
  await browser.pass(2_000);
  assert.equal(browser.socket.sent.length, 2);
  browser.socket.bufferedAmount = 0;
  await browser.pass(40);
  assert.equal(browser.socket.sent.length, 5);
  link.close();
  await browser.pass(20);
  assert.equal(browser.timers.length, 0);
});

test('a worker that is stopped while the network is full holds nothing up', async () => {
  const browser = new FakeBrowser();
  await linked(browser);
  const ports = [];
  browser.proof = (port) => ports.push(port);
  browser.worker = (_, port) => port.postMessage({ result: {}, buffer: new ArrayBuffer(3 << 20) });
  browser.socket.bufferedAmount = 9 << 20;
  browser.socket.says({ type: 'request', id: 1, op: 'read' });
  await browser.pass(500);
  browser.socket.bufferedAmount = 0;
  await browser.pass(40);
  assert.equal(browser.socket.sent.length, 5);
  ports.forEach((port) => port.close());
});

test('connects again at once after a connection that worked, later and later after those that did not', async () => {
  const browser = new FakeBrowser();
  const { statuses } = await linked(browser);
  browser.socket.ends(1006);
  assert.deepEqual(statuses.at(-1), {
    state: 'waiting',
    message: 'The connection to the agent is lost; it is tried again.',
  });
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
    await settled();
    assert.equal(browser.sockets.length, 2, event);
  }
});

test('an agent that speaks no such protocol is a connection lost, and no error of the app', async () => {
  for (const data of ['<html>', 'null', new ArrayBuffer(4)]) {
    const browser = new FakeBrowser();
    const { link } = await linked(browser);
    const first = browser.socket;
    first.onmessage({ data });
    assert.deepEqual([first.readyState, link.status.state], [3, 'waiting']);
    await browser.pass(1_000);
    assert.equal(browser.sockets.length, 2);
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
  const final = [
    'TOKEN_MISSING',
    'TOKEN_WRONG',
    'TOKEN_ENDED',
    'TOKEN_WRONG_KIND',
    'TOKEN_IN_URL',
    'ORIGIN_REFUSED',
    'HOST_REFUSED',
    'CLIENT_TWIN',
    'CLIENT_BLOCKED',
    'PROTOCOL_VERSION',
  ];
  for (const code of final) {
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
  mock.method(console, 'error', () => {});
  const browser = new FakeBrowser();
  const tab = browser.tab();
  /** @type {any} */ (tab).WebSocket = class {
    constructor() {
      throw new DOMException('ws is not allowed from https', 'SecurityError');
    }
  };
  const { link } = await linkOf(tab);
  await browser.pass(0);
  mock.restoreAll();
  assert.deepEqual(link.status, {
    state: 'refused',
    code: 'AGENT_UNREACHABLE',
    message: 'The browser refuses to connect: ws is not allowed from https',
  });
});

test('a browser that lets the page take no part ends the link, and leaves the page its time', async () => {
  function denied() {
    throw new DOMException('site data is blocked', 'SecurityError');
  }
  let asked = 0;
  const locks = {
    async request() {
      if (++asked > 100) return new Promise(() => {});
      return denied();
    },
  };
  for (const forbid of [
    (tab) => Object.assign(tab.navigator, { locks }),
    (tab) => Object.assign(tab, { BroadcastChannel: denied }),
  ]) {
    const browser = new FakeBrowser();
    const tab = browser.tab();
    forbid(tab);
    const said = mock.method(console, 'error', () => {}).mock;
    const { statuses, states } = await linkOf(tab);
    tab.document.dispatchEvent(new Event('visibilitychange'));
    await browser.pass(60_000);
    assert.deepEqual(states(), ['standby', 'refused']);
    assert.deepEqual(statuses[1], {
      state: 'refused',
      code: 'AGENT_UNREACHABLE',
      message: 'The browser refuses to connect: site data is blocked',
    });
    assert.deepEqual([browser.timers.length, browser.channels.size], [0, 0]);
    assert.deepEqual(
      said.calls.map((call) => call.arguments),
      [['spark-indexeddb: The browser refuses to connect: site data is blocked (AGENT_UNREACHABLE)']],
    );
    mock.restoreAll();
  }
  assert.equal(asked, 1);
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
