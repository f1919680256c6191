// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { appOpens, exportWorker, promisifyRequest, put } from './database.js';

export const ID = { name: 'id', type: 'bigint' };
export const GROUP = { name: 'group', type: 'string' };
export const DAY = { name: 'day', type: 'timestamp' };

/** @type {IDBDatabase[]} */
const opened = [];

/**
 * Alone in the browser, a store with 1000 records, ten of each group, 200 of each day, unless a test says otherwise.
 * @param {(i: number) => object} [more]
 * @param {number} [count]
 */
export async function shop(more = () => ({}), count = 1000) {
  await clear();
  const db = await appOpens('shop', 1, (upgraded) => {
    const store = upgraded.createObjectStore('orders', { keyPath: 'id' });
    for (const path of ['group', 'day']) store.createIndex(path, path);
    store.createIndex('both', ['group', 'id']);
    store.createIndex('tags', 'tags', { multiEntry: true });
  });
  opened.push(db);
  db.onversionchange = () => db.close();
  await put(
    db,
    'orders',
    Array.from({ length: count }, (_, id) => [
      { id, group: `g${id % 100}`, day: new Date(Math.floor(id / 200)), ...more(id) },
    ]),
  );
  return exportWorker({ shop: ['orders'] });
}

/** Closes and deletes what a test opened. */
export async function clear() {
  opened.splice(0).forEach((db) => db.close());
  for (const { name } of await indexedDB.databases()) await promisifyRequest(indexedDB.deleteDatabase(String(name)));
}
