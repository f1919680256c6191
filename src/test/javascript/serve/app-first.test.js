// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AllowList } from '../../../main/javascript/store/allow.js';
import { appOpens, exportWorker, promisifyRequest, put, readAll } from '../testing/database.js';
import { numbered, opened, orders, shop, tableIn } from '../testing/orders.js';

test('reading what is not there creates nothing', async () => {
  const ask = exportWorker({ shop: ['orders'] });
  const { failure } = await readAll(ask, orders);
  assert.equal(failure.code, 'DATABASE_NOT_FOUND');
  assert.deepEqual(await indexedDB.databases(), []);
});

test('what is not allowed is refused, whether asked for by name or through an allowed database', async () => {
  const ask = await shop([], (db) => ['orders', 'secrets'].forEach((name) => db.createObjectStore(name)));
  opened.push(await appOpens('vault', 1, (db) => db.createObjectStore('orders')));
  assert.equal((await readAll(ask, { ...orders, store: 'secrets' })).failure.code, 'STORE_NOT_ALLOWED');
  assert.equal((await readAll(ask, { ...orders, database: 'vault' })).failure.code, 'STORE_NOT_ALLOWED');
  assert.equal((await readAll(ask, { ...orders, database: 'vaults' })).failure.code, 'DATABASE_NOT_FOUND');
  assert.equal((await readAll(ask, { ...orders, store: 'order' })).failure.details.available.join(), 'orders');
});

test('an upgrade of the app is let through at once, and reading goes on after it', async () => {
  const ask = await shop(numbered(100));
  const first = await ask({
    op: 'read',
    range: {},
    ...orders,
    mode: 'FAILFAST',
    format: 'arrow',
    count: 16,
    byteTarget: 600,
  });
  opened.push(await appOpens('shop', 4, (db) => db.createObjectStore('more')));
  const rest = await readAll(ask, { ...orders, after: first.result.last, byteTarget: 1000 });
  assert.equal(
    rest.results.reduce((sum, { read }) => sum + read, 0),
    84,
  );
});

test('a store deleted between two batches is not found', async () => {
  const ask = await shop(numbered(100));
  const first = await ask({
    op: 'read',
    range: {},
    ...orders,
    mode: 'FAILFAST',
    format: 'arrow',
    count: 16,
    byteTarget: 600,
  });
  opened.push(await appOpens('shop', 4, (db) => db.deleteObjectStore('orders')));
  const { failure } = await readAll(ask, { ...orders, after: first.result.last, byteTarget: 999 });
  assert.equal(failure.code, 'STORE_NOT_FOUND');
});

test('a database deleted between two batches is not found and not created', async () => {
  const ask = await shop(numbered(100));
  await ask({ op: 'read', range: {}, ...orders, mode: 'FAILFAST', format: 'arrow', count: 16, byteTarget: 600 });
  await promisifyRequest(indexedDB.deleteDatabase('shop'));
  assert.equal((await readAll(ask, { ...orders, byteTarget: 999 })).failure.code, 'DATABASE_NOT_FOUND');
  assert.deepEqual(await indexedDB.databases(), []);
});

test('a new read sees what was written before it, though an earlier one was given up in the middle', async () => {
  const ask = await shop(numbered(100));
  await ask({ op: 'read', range: {}, ...orders, mode: 'FAILFAST', format: 'arrow', count: 16, byteTarget: 600 });
  // By its answer the worker has read ahead.
  await ask({ op: 'catalog' });
  await put(opened[0], 'orders', [
    [{ text: 'new' }, 20.5],
    [{ text: 'changed' }, 30],
  ]);
  const table = tableIn(await readAll(ask, { ...orders, byteTarget: 600, count: 16 }));
  assert.equal(table.numRows, 101);
  assert.equal(Array.from(table.getChild('text')).filter((text) => text === 'new' || text === 'changed').length, 2);
});

test('what was read ahead leaves no more once the app has changed its rules', async () => {
  await shop(numbered(100));
  const allowed = new AllowList();
  const ask = exportWorker({ shop: ['orders'] }, allowed);
  const request = { op: 'read', range: {}, ...orders, mode: 'FAILFAST', format: 'arrow', count: 16, byteTarget: 600 };
  const { result } = await ask(request);
  // By its answer the worker has read ahead.
  await ask({ op: 'catalog' });
  const next = { ...request, after: result.last, count: result.count };
  allowed.set({ shop: { orders: () => ({ text: 'withheld' }) } });
  const redacted = await readAll(ask, next);
  assert.deepEqual(new Set(tableIn(redacted).getChild('text')), new Set(['withheld']));
  // A batch waits again, and is asked for a moment before.
  await ask(request);
  await ask({ op: 'catalog' });
  const begun = ask(next);
  allowed.set({});
  assert.equal((await begun).failure.code, 'STORE_NOT_ALLOWED');
  assert.equal((await ask(next)).failure.code, 'STORE_NOT_ALLOWED');
});
