// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { readAll } from '../testing/database.js';
import { is } from '../testing/queries.js';
import { clear, DAY, GROUP, ID, shop } from '../testing/shop.js';

/** How many requests the browser has been sent, and what becomes of the next one. */
let sent = 0;
/** @type {(n: number, store: any, send: () => any) => any} */
let browser = (_, __, send) => send();

/** @type {(() => void)[]} */
const undo = [];
for (const { prototype } of /** @type {any[]} */ ([IDBObjectStore, IDBIndex])) {
  for (const name of ['get', 'getKey', 'getAll', 'getAllKeys', 'count', 'openCursor', 'openKeyCursor']) {
    const original = prototype[name];
    undo.push(() => {
      prototype[name] = original;
    });
    prototype[name] = function (/** @type {any[]} */ ...args) {
      return browser(sent++, this, () => original.apply(this, args));
    };
  }
}

afterEach(() => {
  browser = (_, __, send) => send();
  return clear();
});
after(() => undo.forEach((each) => each()));

/** @type {[string, (store: any, send: () => any) => any][]} */
const FAULTS = [
  [
    'the transaction is aborted',
    (store, send) => {
      const request = send();
      (store.transaction ?? store.objectStore.transaction).abort();
      return request;
    },
  ],
  [
    'the browser throws',
    () => {
      throw new DOMException('the disk failed', 'UnknownError');
    },
  ],
  [
    'the connection is closed',
    (store, send) => {
      const { db } = store.transaction ?? store.objectStore.transaction;
      db.close();
      db.onclose?.();
      return send();
    },
  ],
];

const orders = { database: 'shop', store: 'orders', columns: [ID, GROUP], tested: [ID, GROUP, DAY], byteTarget: 600 };
const whole = { op: 'plan', database: 'shop', store: 'orders', range: {}, atLeast: 3, recordsPerSplit: 30, atMost: 8 };
const sample = { op: 'summarize', database: 'shop', store: 'orders', range: {}, limit: 70, count: 16, ordinal: 0 };
const counts = { groupBy: [['group']], aggregates: [{ function: 'count' }, { function: 'max', of: ['id'] }] };

/** @type {[string, (ask: any) => Promise<any>][]} */
const OPERATIONS = [
  ['a read', (ask) => readAll(ask, orders)],
  ['a read of keys that are looked up', (ask) => readAll(ask, { ...orders, predicate: is('id', '=', '7') })],
  ['groups', (ask) => readAll(ask, { ...orders, aggregation: counts })],
  ['a plan', (ask) => ask(whole)],
  ['a summary', (ask) => ask(sample)],
];

/** What leaves, whatever connection it was read by. @param {any} answer */
const shown = ({ bytes, result, results, failure }) =>
  failure?.code ?? bytes?.toString('hex') ?? JSON.stringify(result ?? results);

/**
 * Asks as the agent does, which asks again once a database is free.
 * @param {(ask: any) => Promise<any>} operation
 */
async function answered(operation) {
  const ask = await shop(() => ({}), 100);
  sent = 0;
  const first = shown(await operation(ask));
  return first === 'DATABASE_BUSY' ? shown(await operation(ask)) : first;
}

for (const [what, operation] of OPERATIONS) {
  for (const [fault, fails] of FAULTS) {
    test(`${what} is right, whichever request fails once: ${fault}`, async () => {
      const expected = await answered(operation);
      const requests = sent;
      assert.ok(requests > 0);
      for (let n = 0; n < requests; n++) {
        browser = (i, store, send) => (i === n ? fails(store, send) : send());
        assert.equal(await answered(operation), expected, `request ${n} of ${requests}`);
      }
    });

    test(`${what} is right or fails, from whichever request on all fail: ${fault}`, async () => {
      const expected = await answered(operation);
      const requests = sent;
      for (let n = 0; n < requests; n++) {
        browser = (i, store, send) => (i >= n ? fails(store, send) : send());
        const answer = await answered(operation);
        assert.ok(answer === expected || /^[A-Z_]+$/.test(answer), `${answer} from request ${n} of ${requests} on`);
      }
    });
  }
}
