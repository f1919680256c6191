// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { appOpens, exportWorker, readAll } from '../testing/database.js';
import { opened, orders } from '../testing/orders.js';

/** Lets everything go on that does not wait for time. */
async function turns() {
  for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** The app's transaction on a store, which it keeps open until told. @param {any} db */
function holds(db) {
  let isHeld = true;
  const store = db.transaction('orders', 'readwrite').objectStore('orders');
  const goOn = () => {
    if (isHeld) store.get(0).onsuccess = goOn;
  };
  goOn();
  return () => {
    isHeld = false;
  };
}

/** What is answered after so much time. @param {() => Promise<any>} ask @param {number} time */
async function after(ask, time) {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const answer = ask();
    await turns();
    mock.timers.tick(time);
    await turns();
    return await answer;
  } finally {
    mock.timers.reset();
  }
}

const WRITES = "Cannot read database 'shop': the app writes into it. Wait until it has, and run the read again.";

test('a database that the app writes into for long hides none of the others', async () => {
  const ask = exportWorker({ shop: ['orders'], crm: ['orders'] });
  const [shop, crm] = [
    await appOpens('shop', 1, (db) => db.createObjectStore('orders')),
    await appOpens('crm', 1, (db) => db.createObjectStore('orders')),
  ];
  opened.push(shop, crm);
  const release = holds(shop);
  const { databases, failures } = (await after(() => ask({ op: 'catalog' }), 8_000)).result;
  release();
  assert.deepEqual(
    databases.map(({ name }) => name),
    ['crm'],
  );
  assert.deepEqual(
    failures.map(({ name, code, message }) => [name, code, message]),
    [['shop', 'DATABASE_BUSY', WRITES]],
  );
});

test('a read that waits for what the app writes ends in time, and goes on when it has', async () => {
  const ask = exportWorker({ shop: ['orders'] });
  const shop = await appOpens('shop', 1, (db) => db.createObjectStore('orders').put({ text: 'a' }, 1));
  opened.push(shop);
  const release = holds(shop);
  const { failure } = await after(() => readAll(ask, orders), 60_000);
  assert.deepEqual([failure.code, failure.message], ['DATABASE_BUSY', WRITES]);
  release();
  assert.equal((await readAll(ask, orders)).results[0].read, 1);
});

test('a store that is not allowed is refused, though its database cannot be opened', async () => {
  const ask = exportWorker({ shop: ['drafts'] });
  const open = mock.method(indexedDB, 'open', () => ({}));
  try {
    const { failure } = await after(() => readAll(ask, orders), 5_000);
    assert.deepEqual(
      [failure.code, failure.message],
      [
        'STORE_NOT_ALLOWED',
        "Cannot read store 'orders' of database 'shop': the app does not allow it. " +
          "Add it to SparkIndexedDB.allow(…) in the app's service worker.",
      ],
    );
  } finally {
    open.mock.restore();
  }
});
