// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LOST } from '../../../main/javascript/store/idb.js';
import { StoreView } from '../../../main/javascript/store/store-view.js';
import { digestOf } from '../../../main/javascript/values/digest.js';
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
  assert.deepEqual(
    [rows.keys, rows.values],
    [
      [0, 1],
      [{ id: -0 }, { id: 1 }],
    ],
  );
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

/**
 * A request that fails as browsers' do.
 * @param {string} name of the error
 */
function failing(name) {
  const request = /** @type {any} */ ({ error: new DOMException('no', name) });
  queueMicrotask(() => request.onerror({ preventDefault() {} }));
  return request;
}

/**
 * @param {any} prototype
 * @param {Record<string, unknown>} members
 * @returns {() => void} puts back what was there
 */
function replaced(prototype, members) {
  const before = Object.fromEntries(Object.keys(members).map((name) => [name, prototype[name]]));
  Object.assign(prototype, members);
  return () => Object.assign(prototype, before);
}

/**
 * Reads a store whose record 2 is lost to the browser.
 * @param {string} error what the browser says
 * @param {(store: IDBObjectStore) => Promise<any>} read
 */
async function readingLost(error, read) {
  const db = await appOpens(crypto.randomUUID(), 1, (upgraded) => {
    upgraded.createObjectStore('records', { keyPath: 'id' }).createIndex('day', 'day');
  });
  await put(
    db,
    'records',
    [1, 2, 3].map((id) => [{ id, day: 9 - id }]),
  );
  const { get } = IDBObjectStore.prototype;
  const all = () => failing(error);
  const lost = {
    get(/** @type {any} */ key) {
      return key === 2 ? failing(error) : get.call(this, key);
    },
    getAll: all,
    getAllRecords: all,
  };
  const end = replaced(IDBObjectStore.prototype, lost);
  const endOfIndex = replaced(IDBIndex.prototype, { getAllRecords: all });
  try {
    return await read(db.transaction('records').objectStore('records'));
  } finally {
    end();
    endOfIndex();
    db.close();
  }
}

for (const error of ['NotReadableError', 'UnknownError']) {
  test(`a record that the browser has lost is lost alone: ${error}`, async () => {
    const all = { count: 9 };
    const { size, ...up } = await readingLost(error, (store) => new StoreView(store, null).records(undefined, all));
    assert.equal(size.records, 3);
    assert.deepEqual(up, { keys: [1, 2, 3], values: [{ id: 1, day: 8 }, LOST, { id: 3, day: 6 }] });
    const descending = { count: 2, descending: true };
    const down = await readingLost(error, (store) => new StoreView(store, null).records(undefined, descending));
    assert.deepEqual(
      [down.keys, down.values],
      [
        [3, 2],
        [{ id: 3, day: 6 }, LOST],
      ],
    );
    const day = { name: 'day', keyPath: 'day', unique: false, multiEntry: false };
    const byIndex = await readingLost(error, (store) => new StoreView(store, null).index(day).records(undefined, all));
    assert.deepEqual(byIndex.keys, [3, 2, 1]);
    assert.deepEqual(byIndex.values, [{ id: 3, day: 6 }, LOST, { id: 1, day: 8 }]);
    assert.deepEqual(byIndex.indexKeys, [6, 7, 8]);
  });
}

test('the function of the app is not given a record that is lost', async () => {
  const redact = (/** @type {any} */ { id }) => ({ id });
  const { values } = await readingLost('NotReadableError', (store) =>
    new StoreView(store, redact).records(undefined, { count: 9 }),
  );
  assert.deepEqual(values, [{ id: 1 }, LOST, { id: 3 }]);
});

test('a lost record witnesses for its store as any other', async () => {
  const digests = await readingLost('NotReadableError', async (store) => {
    const view = new StoreView(store, null);
    return [await view.digest(2), await view.digest(1), await view.digest(4)];
  });
  assert.deepEqual(digests, [digestOf(LOST), digestOf({ id: 1, day: 8 }), null]);
});

test('a lost connection is no lost record', async () => {
  await assert.rejects(
    readingLost('UnknownError', (store) => {
      Object.defineProperty(store, 'count', { value: () => failing('UnknownError') });
      return new StoreView(store, null).records(undefined, { count: 9 });
    }),
    { name: 'UnknownError' },
  );
});

test('a null record of a store with a key path is one that the worker cannot read', async () => {
  const { getAll, getAllRecords } = /** @type {any} */ (IDBObjectStore.prototype);
  const answering = (/** @type {any} */ original, /** @type {unknown} */ result) =>
    function (/** @type {any[]} */ ...args) {
      // @ts-expect-error what it is called on
      return Object.defineProperty(original.apply(this, args), 'result', { get: () => result, set() {} });
    };
  const end = replaced(IDBObjectStore.prototype, {
    getAll: answering(getAll, [null]),
    getAllRecords: answering(getAllRecords, [{ key: 1, primaryKey: 1, value: null }]),
  });
  try {
    const { rows } = await readOf({ keyPath: 'id' }, [{ id: 1 }]);
    assert.deepEqual([rows.keys, rows.values], [[1], [LOST]]);
    assert.deepEqual((await readOf({ autoIncrement: true }, ['x'])).rows.values, [null]);
  } finally {
    end();
  }
});

test('what no cursor can do fails, and is not waited for', async () => {
  const db = await appOpens(crypto.randomUUID(), 1, (upgraded) => upgraded.createObjectStore('records'));
  await put(db, 'records', [['value', 1]]);
  const view = () => new StoreView(db.transaction('records').objectStore('records'), null);
  // No cursor goes on by no records.
  await assert.rejects(view().keysAt(undefined, [0, 0]), TypeError);
  assert.deepEqual(await view().keysAt(undefined, [0, 2 ** 32 - 1]), [1]);
  db.close();
});
