// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { afterEach } from 'node:test';
import { TAIL, tableOf } from './arrow.js';
import { appOpens, exportWorker, promisifyRequest, put } from './database.js';

const columns = [
  { name: '_key', type: 'double', source: 'key' },
  { name: 'text', type: 'string' },
];

/** What the requests of these tests read. */
export const orders = { database: 'shop', store: 'orders', columns };

/** @type {IDBDatabase[]} those that a test opened as the app would; they are closed after it, and all are deleted */
export const opened = [];

afterEach(async () => {
  opened.splice(0).forEach((db) => db.close());
  for (const { name } of await indexedDB.databases()) await promisifyRequest(indexedDB.deleteDatabase(String(name)));
});

/**
 * The database of an app with these orders, and a worker to ask.
 * @param {any[][]} records
 */
export async function shop(records, upgrade = (db) => db.createObjectStore('orders')) {
  const db = await appOpens('shop', 3, upgrade);
  opened.push(db);
  db.onversionchange = () => db.close();
  if (records.length > 0) await put(db, 'orders', records);
  return exportWorker({ shop: ['orders'] });
}

export const numbered = (count) => Array.from({ length: count }, (_, i) => [{ text: `record ${i}` }, i]);

/** @param {{bytes?: Buffer}} read */
export const tableIn = (/** @type {{bytes: Buffer}} */ { bytes }) =>
  tableOf(new Uint8Array(Buffer.concat([bytes, TAIL])));
