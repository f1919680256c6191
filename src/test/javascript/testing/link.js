// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { checked } from '../../../main/javascript/link/options.js';
import { Link } from '../../../main/javascript/link/link.js';
import { settled } from './browser.js';

/** @param {any} tab @param {object} [options] */
export async function linkOf(tab, options = {}) {
  const statuses = [];
  const given = { endpoint: 'http://localhost:8787', token: 'browser-secret', onStatus: (status) => statuses.push(status), ...options };
  const link = new Link(checked(given, tab), tab);
  link.start();
  await settled();
  return { link, statuses, states: () => statuses.map(({ state }) => state) };
}

/** @param {FakeBrowser} browser */
export async function linked(browser, tab = browser.tab()) {
  const link = await linkOf(tab);
  browser.socket.open();
  browser.socket.says({ type: 'welcome', protocol: 1, version: '0.1.0' });
  return link;
}
