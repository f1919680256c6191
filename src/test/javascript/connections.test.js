// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Connection } from '../../main/javascript/connections.js';

/** @param {() => void} abort */
function lost(abort) {
  const events = [];
  const transaction = { abort: () => (events.push('abort'), abort()), objectStore: () => ({}) };
  const db = { transaction: () => transaction, close: () => events.push('close'), onversionchange: () => {}, onclose: () => {} };
  const connection = new Connection(/** @type {any} */ (db), () => events.push('lost'));
  connection.store('orders');
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
  assert.deepEqual(events.filter((event) => event === 'lost'), ['lost']);
});
