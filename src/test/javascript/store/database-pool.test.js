// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Connection, DatabasePool } from '../../../main/javascript/store/database-pool.js';

/** @param {() => void} abort */
function lost(abort) {
  const events = [];
  const transaction = {
    abort: () => {
      events.push('abort');
      abort();
    },
    objectStore: () => ({}),
  };
  const db = {
    transaction: () => transaction,
    close: () => events.push('close'),
    onversionchange: () => {},
    onclose: () => {},
  };
  const connection = new Connection(/** @type {any} */ (db), () => events.push('lost'), new Set());
  connection.store('orders', null);
  return { db, connection, events };
}

test('makes way for an upgrade at once, whatever is being read', () => {
  const { db, events, connection } = lost(() => {});
  db.onversionchange();
  assert.deepEqual(events, ['close', 'abort', 'lost']);
  assert.ok(connection.closed);
});

test('makes way for an upgrade though a transaction is past being aborted', () => {
  const { db, events } = lost(() => {
    throw new DOMException('it is committing', 'InvalidStateError');
  });
  db.onversionchange();
  assert.deepEqual(events, ['close', 'abort', 'lost']);
});

test('a connection that the browser closes is lost, once', () => {
  const { db, events, connection } = lost(() => {});
  db.onclose();
  connection.close();
  assert.ok(connection.closed);
  assert.deepEqual(
    events.filter((event) => event === 'lost'),
    ['lost'],
  );
});

test('a database that opens too late is closed again, and does not cost the one that opened since', async () => {
  /** @type {any[]} */
  const openings = [];
  mock.timers.enable({ apis: ['setTimeout'] });
  globalThis.indexedDB = /** @type {any} */ ({ open: () => openings[openings.push({}) - 1] });
  const answer = (/** @type {number} */ i) => {
    openings[i].result = { name: i, closed: false, close: () => (openings[i].result.closed = true) };
    openings[i].onsuccess();
    return openings[i].result;
  };
  try {
    const pool = new DatabasePool();
    const late = pool.use('shop', async () => 'read');
    mock.timers.tick(10_000);
    await assert.rejects(late, { code: 'DATABASE_BUSY' });
    const used = pool.use('shop', async () => 'read');
    const open = answer(1);
    assert.equal(await used, 'read');
    assert.ok(answer(0).closed);
    assert.equal(await pool.use('shop', async () => 'read again'), 'read again');
    assert.deepEqual([openings.length, open.closed], [2, false]);
  } finally {
    Reflect.deleteProperty(globalThis, 'indexedDB');
    mock.timers.reset();
  }
});
