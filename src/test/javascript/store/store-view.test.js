// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StoreView } from '../../../main/javascript/store/store-view.js';
import { appOpens, promisifyRequest, put } from '../testing/database.js';

/**
 * @param {IDBObjectStoreParameters} parameters
 * @param {unknown[]} values
 * @returns {Promise<{rows: any, keys: IDBValidKey[], fetches: string[]}>} what is read, the keys as the store has them,
 *   and how it was fetched
 */
async function readOf(parameters, values) {
  const db = await appOpens(crypto.randomUUID(), 1, (upgraded) => upgraded.createObjectStore('records', parameters));
  await put(
    db,
    'records',
    values.map((value) => [value]),
  );
  const store = db.transaction('records').objectStore('records');
  /** @type {string[]} */
  const fetches = [];
  for (const name of ['getAll', 'getAllKeys', 'getAllRecords']) {
    const original = /** @type {any} */ (store)[name];
    Object.defineProperty(store, name, {
      value: (/** @type {any[]} */ ...args) => fetches.push(name) && original.apply(store, args),
    });
  }
  const rows = await new StoreView(store, null).records(undefined, { count: 100 });
  const keys = await promisifyRequest(db.transaction('records').objectStore('records').getAllKeys());
  db.close();
  return { rows, keys, fetches };
}

test('keys that are a field are taken from there, and fetched but once', async () => {
  const kinds = [
    [3, 1, -0.5, Infinity],
    ['b', 'a', '\ud800'],
    [new Date(5), new Date(1)],
    [1, 'x', new Date(3)],
  ];
  for (const ids of kinds) {
    const { rows, keys, fetches } = await readOf(
      { keyPath: 'id' },
      ids.map((id) => ({ id })),
    );
    assert.deepEqual(rows.keys, keys);
    assert.deepEqual(
      rows.values,
      keys.map((id) => ({ id })),
    );
    assert.deepEqual(fetches, ['getAll']);
  }
});

test('a key is 0 where its field is -0', async () => {
  const { rows, fetches } = await readOf({ keyPath: 'id' }, [{ id: -0 }, { id: 1 }]);
  assert.deepEqual(rows, { keys: [0, 1], values: [{ id: -0 }, { id: 1 }] });
  assert.deepEqual(fetches, ['getAll']);
});

test('keys that the store made are in the records, too', async () => {
  const { rows } = await readOf({ keyPath: 'id', autoIncrement: true }, [{}, {}, { id: 7 }]);
  assert.deepEqual(rows.keys, [1, 2, 7]);
});

test('keys that a field may hold in another form come from the store', async () => {
  for (const ids of [
    [[1, 2], [1]],
    [new Uint8Array([1, 2]), new Uint8Array([1])],
  ]) {
    const { rows, keys } = await readOf(
      { keyPath: 'id' },
      ids.map((id) => ({ id })),
    );
    assert.deepEqual(rows.keys, keys);
    assert.equal(rows.values.length, 2);
  }
});

test('keys on a longer way, or of what is no plain object, come from the store', async () => {
  const nested = await readOf({ keyPath: 'a.b' }, [{ a: { b: 2 } }, { a: { b: 1 } }]);
  assert.deepEqual(nested.rows.keys, [1, 2]);
  assert.ok(!nested.fetches.includes('getAll'));
  const lengths = await readOf({ keyPath: 'length' }, ['abc', ['x']]);
  assert.deepEqual(lengths.rows.keys, [1, 3]);
  assert.deepEqual(lengths.rows.values, [['x'], 'abc']);
  const several = await readOf({ keyPath: ['a', 'b'] }, [{ a: 1, b: 2 }]);
  assert.deepEqual(several.rows.keys, [[1, 2]]);
  assert.deepEqual((await readOf({ keyPath: '' }, [5, 3])).rows.keys, [3, 5]);
});
