// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { afterEach, mock, test } from 'node:test';
import { FakeBrowser, settled } from '../testing/browser.js';
import { linkOf } from '../testing/link.js';

afterEach(() => mock.restoreAll());

/** A tab of a public site whose console is kept. */
function publicTab(browser, permissions = {}) {
  const told = mock.method(console, 'error', () => {});
  const tab = browser.tab();
  tab.location.href = 'https://shop.example/app/';
  tab.navigator.permissions = {
    query: async ({ name }) => {
      if (!(name in permissions)) throw new TypeError(`${name} is no permission`);
      return { state: permissions[name] };
    },
  };
  return { tab, console: () => told.mock.calls.map((call) => call.arguments[0]) };
}

/** A connection that never opened. */
async function fails(browser) {
  browser.socket.onclose({ code: 1006, reason: '' });
  await browser.pass(0);
}

test('a Content-Security-Policy that forbids the agent is named, and ends the link', async () => {
  const browser = new FakeBrowser();
  const { tab, console } = publicTab(browser);
  const { link } = await linkOf(tab, { endpoint: 'https://agent.example:8787' });
  tab.document.dispatchEvent(
    Object.assign(new Event('securitypolicyviolation'), {
      blockedURI: 'wss://agent.example:8787',
      effectiveDirective: 'connect-src',
    }),
  );
  await fails(browser);
  const message =
    "The page's Content-Security-Policy forbids wss://agent.example:8787. Add it to connect-src of the page.";
  assert.deepEqual(link.status, { state: 'refused', code: 'CSP_BLOCKED', message });
  assert.deepEqual(console(), [`spark-indexeddb: ${message} (CSP_BLOCKED)`]);
});

test('a connection of which the browser tells an error alone is over too', async () => {
  const browser = new FakeBrowser();
  const { tab } = publicTab(browser);
  const { link } = await linkOf(tab);
  browser.socket.onerror();
  await browser.pass(0);
  assert.equal(link.status.state, 'waiting');
  await browser.pass(1000);
  assert.equal(browser.sockets.length, 2);
});

test('a violation of something else is not taken for it', async () => {
  const browser = new FakeBrowser();
  const { tab } = publicTab(browser);
  const { link } = await linkOf(tab, { endpoint: 'https://agent.example:8787' });
  for (const [blockedURI, effectiveDirective] of [
    ['https://other.example', 'connect-src'],
    ['wss://agent.example:8787', 'img-src'],
  ]) {
    tab.document.dispatchEvent(Object.assign(new Event('securitypolicyviolation'), { blockedURI, effectiveDirective }));
  }
  await fails(browser);
  assert.deepEqual([link.status.state, link.status.code], ['waiting', undefined]);
});

test('a permission that the user has denied is named once, and tried again', async () => {
  const browser = new FakeBrowser();
  const { tab, console } = publicTab(browser, { 'loopback-network': 'denied', 'local-network': 'granted' });
  const { link } = await linkOf(tab, { endpoint: 'http://localhost:8787' });
  await fails(browser);
  assert.deepEqual([link.status.state, link.status.code], ['waiting', 'LOCAL_NETWORK_REFUSED']);
  assert.match(link.status.message, /^The browser may not reach localhost from this site/);
  await browser.pass(1000);
  await fails(browser);
  assert.equal(browser.sockets.length, 2);
  assert.equal(console().length, 1);
});

test('a frame whose page does not delegate the permission is told so', async () => {
  for (const [framed, endpoint, told] of /** @type {any[][]} */ ([
    [
      true,
      'http://localhost:8787',
      'the page around this frame does not delegate it (allow="loopback-network; local-network-access"), or ',
    ],
    [
      true,
      'http://agent.internal',
      'the page around this frame does not delegate it (allow="local-network; local-network-access"), or ',
    ],
    [false, 'http://localhost:8787', ''],
  ])) {
    const browser = new FakeBrowser();
    const { tab } = publicTab(browser, { 'loopback-network': 'denied', 'local-network': 'denied' });
    if (framed) tab.top = new EventTarget();
    const { link } = await linkOf(tab, { endpoint });
    await fails(browser);
    assert.deepEqual(link.status, {
      state: 'waiting',
      code: 'LOCAL_NETWORK_REFUSED',
      message:
        `The browser may not reach ${new URL(endpoint).hostname} from this site: ${told}its user or its settings ` +
        "say no. Allow local network access for this site, or serve the agent under the site's own origin.",
    });
  }
});

test('a proxy that takes no message so large is named, and not tried in vain without a word', async () => {
  const browser = new FakeBrowser();
  const { tab, console } = publicTab(browser);
  const { link } = await linkOf(tab);
  browser.socket.open();
  browser.socket.says({ type: 'welcome', protocol: 1, version: '0.1.0' });
  browser.socket.ends(1009);
  const message = 'A proxy before the agent takes no message of that size. Let it pass WebSocket messages of 8 MiB.';
  assert.deepEqual(link.status, { state: 'waiting', code: 'FRAME_TOO_LARGE', message });
  assert.deepEqual(console(), [`spark-indexeddb: ${message} (FRAME_TOO_LARGE)`]);
  await browser.pass(1_000);
  assert.equal(browser.sockets.length, 2);
});

test('a permission for another network, or none, says nothing', async () => {
  for (const permissions of [{ 'loopback-network': 'denied', 'local-network': 'prompt' }, {}]) {
    const browser = new FakeBrowser();
    const { tab, console } = publicTab(browser, permissions);
    const { link } = await linkOf(tab, { endpoint: 'https://agent.example' });
    await fails(browser);
    assert.deepEqual([link.status.code, console().length], [undefined, 0]);
  }
});

test('nothing is connected before the user consents', async () => {
  const browser = new FakeBrowser();
  let say;
  const { states, link } = await linkOf(browser.tab(), {
    consent: () =>
      new Promise((resolve) => {
        say = resolve;
      }),
  });
  assert.deepEqual([states(), browser.sockets.length], [['waiting'], 0]);
  say(true);
  await settled();
  assert.equal(browser.sockets.length, 1);
  assert.equal(link.status.state, 'connecting');
});

for (const [how, consent] of [
  ['says no', () => false],
  ['says nothing', () => undefined],
  [
    'fails',
    () => {
      throw new Error('no');
    },
  ],
]) {
  test(`a user who ${how} has refused`, async () => {
    const browser = new FakeBrowser();
    const { link } = await linkOf(browser.tab(), { consent });
    assert.deepEqual([link.status.code, browser.sockets.length], ['CONSENT_REFUSED', 0]);
  });
}

test('a user who has changed their mind is linked by calling connect again', async () => {
  const browser = new FakeBrowser();
  const tab = browser.tab();
  const first = await linkOf(tab, { consent: () => false });
  assert.equal(first.link.status.code, 'CONSENT_REFUSED');
  await linkOf(tab, { consent: () => true });
  assert.equal(browser.sockets.length, 1);
});

test('a link that is closed stays closed, whatever comes later', async () => {
  const browser = new FakeBrowser();
  let say;
  const { link } = await linkOf(browser.tab(), {
    consent: () =>
      new Promise((resolve) => {
        say = resolve;
      }),
  });
  link.close();
  say(true);
  await browser.pass(60_000);
  assert.deepEqual([link.status.state, browser.sockets.length, browser.timers.length], ['closed', 0, 0]);
});

test('a user sees the status, also by ear', async () => {
  const browser = new FakeBrowser();
  const attributes = {};
  const element = {
    dataset: {},
    setAttribute: (name, value) => {
      attributes[name] = value;
    },
  };
  const { link } = await linkOf(browser.tab(), { statusElement: element });
  assert.deepEqual(
    [attributes.role, element.dataset.state, element.textContent],
    ['status', 'connecting', 'Data sharing: connecting'],
  );
  link.close();
  assert.deepEqual([element.dataset.state, element.textContent], ['closed', 'Data sharing: off']);
});
