// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { FakeBrowser } from './browser.js' */
import { fileURLToPath } from 'node:url';
import { buildSync } from '../../../main/javascript/node_modules/esbuild/lib/main.js';
import { settled } from './browser.js';

const {
  outputFiles: [{ text: SCRIPT }],
} = buildSync({
  stdin: {
    contents: ['link', 'options', 'worker'].map((name) => `export * from './link/${name}.js';`).join('\n'),
    resolveDir: fileURLToPath(new URL('../../../main/javascript/', import.meta.url)),
  },
  bundle: true,
  format: 'cjs',
  write: false,
  sourcemap: 'inline',
});

/**
 * What a tab has loaded: the modules of the page link, to which the tab's members are the global ones, as they are now.
 * @param {any} tab
 */
export function loadedIn(tab) {
  const module = { exports: /** @type {any} */ ({}) };
  new Function('module', ...Object.keys(tab), SCRIPT)(module, ...Object.values(tab));
  return module.exports;
}

/** A link that has not begun. @param {any} tab @param {object} options */
export function newLink(tab, options) {
  const { checked, Link } = loadedIn(tab);
  return new Link(checked(options));
}

/** @param {any} tab @param {object} [options] */
export async function linkOf(tab, options = {}) {
  const statuses = [];
  const given = {
    endpoint: 'http://localhost:8787',
    token: 'browser-secret',
    onStatus: (status) => statuses.push(status),
    ...options,
  };
  const link = newLink(tab, given);
  link.start();
  await settled();
  return { link, statuses, states: () => statuses.map(({ state }) => state) };
}

/** @param {FakeBrowser} browser @param {any} [tab] @param {object} [options] */
export async function linked(browser, tab = browser.tab(), options = {}) {
  const link = await linkOf(tab, options);
  browser.socket.open();
  browser.socket.says({ type: 'welcome', protocol: 1, version: '0.1.0' });
  return link;
}
