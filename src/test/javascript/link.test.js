// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { FakeBrowser, settled } from './testing/browser.js';
import { linked, linkOf, loadedIn, newLink } from './testing/link.js';
import { vectors } from './testing/vectors.js';

const refused = (options, expected) => assert.throws(() => loadedIn(new FakeBrowser().tab()).checked(options), expected);

test('an endpoint is an address and nothing else', () => {
  refused({}, { code: 'OPTION_MISSING', message: "Cannot link this page: 'endpoint' is missing. Give the agent's URL." });
  refused({ endpoint: 'agent:8787' }, { code: 'OPTION_INVALID' });
  refused({ endpoint: 'localhost' }, { code: 'OPTION_INVALID', message: /'endpoint' is 'no URL'/ });
  for (const endpoint of ['http://localhost:8787?token=s3cret', 'http://user:s3cret@localhost', 'http://localhost#s3cret', 'http://localhost?']) {
    refused({ endpoint }, (error) => error.code === 'TOKEN_IN_URL' && !error.message.includes('s3cret'));
  }
});

test('an endpoint is understood by browsers without URL.canParse', () => {
  const tab = new FakeBrowser().tab();
  tab.URL = class extends URL {
    static canParse = undefined;
  };
  assert.equal(loadedIn(tab).checked({ endpoint: 'http://localhost:8787' }).url, 'ws://localhost:8787/v1/connect');
});

test('unknown options are refused by name', () => {
  refused({ endpoint: 'http://localhost', tokn: 'x' }, {
    code: 'OPTION_UNKNOWN',
    message: "Cannot link this page: there is no option 'tokn'. The options are endpoint, token, worker, consent, statusElement, onStatus.",
  });
});

test('a page without service workers is told so', () => {
  const tab = new FakeBrowser().tab();
  delete tab.navigator.serviceWorker;
  assert.throws(() => newLink(tab, { endpoint: 'http://localhost' }), { message: /Serve it over https or from localhost/ });
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

test('names the browser by brand and version, and by its user agent where it does not tell them', async () => {
  const brands = [{ brand: 'Not:A-Brand', version: '8' }, { brand: 'Chromium', version: '156.0.1' }];
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
  const final = ['TOKEN_MISSING', 'TOKEN_WRONG', 'TOKEN_WRONG_KIND', 'TOKEN_IN_URL', 'ORIGIN_REFUSED', 'HOST_REFUSED', 'PROTOCOL_VERSION'];
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
  tab.WebSocket = class {
    constructor() {
      throw new DOMException('ws is not allowed from https', 'SecurityError');
    }
  };
  const { link } = await linkOf(tab);
  await browser.pass(0);
  mock.restoreAll();
  assert.deepEqual(link.status, {
    state: 'refused', code: 'AGENT_UNREACHABLE', message: 'The browser refuses to connect: ws is not allowed from https',
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
  for (const forbid of [(tab) => Object.assign(tab.navigator, { locks }), (tab) => Object.assign(tab, { BroadcastChannel: denied })]) {
    const browser = new FakeBrowser();
    const tab = browser.tab();
    forbid(tab);
    const said = mock.method(console, 'error', () => {}).mock;
    const { statuses, states } = await linkOf(tab);
    tab.document.dispatchEvent(new Event('visibilitychange'));
    await browser.pass(60_000);
    assert.deepEqual(states(), ['standby', 'refused']);
    assert.deepEqual(statuses[1], {
      state: 'refused', code: 'AGENT_UNREACHABLE', message: 'The browser refuses to connect: site data is blocked',
    });
    assert.deepEqual([browser.timers.length, browser.channels.size], [0, 0]);
    assert.deepEqual(said.calls.map((call) => call.arguments), [
      ['spark-indexeddb: The browser refuses to connect: site data is blocked (AGENT_UNREACHABLE)'],
    ]);
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

test('a link that is closed while the worker is asked waits for no answer, and sends none', async () => {
  const browser = new FakeBrowser();
  const { link } = await linked(browser);
  let late;
  browser.worker = (_, port) => {
    late = port;
  };
  browser.socket.says({ type: 'request', id: 1, op: 'read' });
  await settled();
  const before = browser.socket.sent.length;
  link.close();
  await settled();
  assert.equal(browser.timers.length, 0);
  late.postMessage({ result: {} });
  await browser.pass(100_000);
  assert.equal(browser.socket.sent.length, before);
  browser.socket.says({ type: 'request', id: 2, op: 'read' });
  await settled();
  assert.equal(browser.socket.sent.length, before);
});

test('a link that is closed at any status stays closed, and is told once', async () => {
  for (const [state, isEnough] of [['standby', true], ['connecting', true], ['linked', true], ['waiting', false]]) {
    const browser = new FakeBrowser();
    const tab = browser.tab();
    const statuses = [];
    const link = newLink(tab, {
      endpoint: 'http://localhost:8787',
      consent: () => true,
      onStatus: (status) => {
        statuses.push(status.state);
        if (status.state === state && statuses.includes('standby')) link.close();
      },
    });
    link.start();
    await settled();
    browser.socket?.open();
    browser.socket?.says({ type: 'welcome', protocol: 1, version: '0.1.0' });
    if (!isEnough) browser.socket.ends(1006);
    link.close();
    await browser.pass(100_000);
    assert.deepEqual(statuses.slice(-2), [state, 'closed']);
    assert.equal(browser.timers.length, 0, state);
    assert.ok(browser.sockets.length <= 1, state);
    assert.ok(browser.sockets.every(({ readyState }) => readyState === 3), state);
    const other = await linkOf(browser.tab());
    assert.equal(other.link.status.state, 'connecting', state);
  }
});

test('an app whose callback or element throws at any status is linked all the same', async () => {
  const error = new Error('of the app');
  const fails = () => {
    throw error;
  };
  let told = 0;
  for (const options of [{ onStatus: fails }, { statusElement: { setAttribute: fails }, onStatus: () => told++ }]) {
    const browser = new FakeBrowser();
    const { link } = await linked(browser, browser.tab(), { ...options, consent: () => true });
    assert.equal(link.status.state, 'linked');
    browser.socket.ends(1006);
    assert.equal(link.status.state, 'waiting');
    await browser.pass(1_000);
    assert.equal(link.status.state, 'connecting');
    link.close();
    assert.deepEqual([link.status.state, browser.timers.length], ['closed', 0]);
    // Consent, standby, connecting, linked, waiting, connecting, closed.
    assert.deepEqual(browser.reported, Array(7).fill(error));
  }
  assert.equal(told, 7);
});

test('a link that is closed when it is told that another tab leads now stays closed', async () => {
  const browser = new FakeBrowser();
  let loses = false;
  const first = await linked(browser, browser.tab('hidden'), {
    onStatus: ({ state }) => {
      if (loses && state === 'standby') first.link.close();
    },
  });
  loses = true;
  const second = await linkOf(browser.tab());
  await browser.pass(31_000);
  assert.deepEqual([first.link.status.state, second.link.status.state], ['closed', 'connecting']);
  second.link.close();
  await browser.pass(31_000);
  assert.deepEqual([browser.sockets.length, browser.timers.length, browser.channels.size], [2, 0, 0]);
});

test('a link that is closed while there is no service worker says no more', async () => {
  const browser = new FakeBrowser();
  const tab = browser.tab();
  tab.navigator.serviceWorker = { ready: new Promise(() => {}) };
  const { link, states } = await linkOf(tab);
  link.close();
  await browser.pass(10_000);
  assert.equal(states().at(-1), 'closed');
  assert.equal(link.status.state, 'closed');
});

test('a link that is closed while it is found out why the browser refuses is not refused', async () => {
  const browser = new FakeBrowser();
  const tab = browser.tab();
  tab.WebSocket = class {
    constructor() {
      throw new DOMException('ws is not allowed from https', 'SecurityError');
    }
  };
  const { link } = await linkOf(tab);
  link.close();
  await browser.pass(10);
  assert.equal(link.status.state, 'closed');
});
