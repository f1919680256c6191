// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** What tabs of one origin do among each other, and what ends a link. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeBrowser, settled } from '../testing/browser.js';
import { linked, linkOf, newLink } from '../testing/link.js';

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

test("tabs linked to different agents do not stand in each other's way", async () => {
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
  for (const [state, isEnough] of /** @type {any[][]} */ ([
    ['standby', true],
    ['connecting', true],
    ['linked', true],
    ['waiting', false],
  ])) {
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
    assert.ok(
      browser.sockets.every(({ readyState }) => readyState === 3),
      state,
    );
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
  browser.active = /** @type {any} */ (null);
  const { link, states } = await linkOf(tab);
  link.close();
  await browser.pass(10_000);
  assert.equal(states().at(-1), 'closed');
  assert.equal(link.status.state, 'closed');
});

test('a link that is closed while it is found out why the browser refuses is not refused', async () => {
  const browser = new FakeBrowser();
  const tab = browser.tab();
  /** @type {any} */ (tab).WebSocket = class {
    constructor() {
      throw new DOMException('ws is not allowed from https', 'SecurityError');
    }
  };
  const { link } = await linkOf(tab);
  link.close();
  await browser.pass(10);
  assert.equal(link.status.state, 'closed');
});
