// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appOpens, exportWorker, promisifyRequest, put } from '../testing/database.js';

const ID = { name: 'id', type: 'int' };
const KEY = { name: '_key', type: 'int', source: 'key' };
const DAY = { name: 'day', type: 'timestamp' };
const byDay = { name: 'day', keyPath: 'day', unique: false, multiEntry: false };

/** Ways of reading, each of which takes several requests. */
const READS = {
  'by primary key': { columns: [ID] },
  'of keys alone': { columns: [KEY] },
  'by an index': {
    columns: [ID],
    index: byDay,
    tested: [DAY],
    predicate: { op: '>=', column: ['day'], value: '0' },
  },
  downwards: { columns: [KEY], order: { by: ['_key'], direction: 'descending' } },
  'of wanted records': {
    columns: [ID],
    tested: [ID],
    predicate: { op: '>=', column: ['id'], value: 0 },
  },
};

/** @param {string} text that all records hold */
const records = (text, count = 400) =>
  Array.from({ length: count }, (_, id) => [{ id, text: text + id, day: new Date(id) }]);

/** @param {IDBDatabase} db @param {object} [options] */
function createStore(db, options = { keyPath: 'id' }) {
  db.createObjectStore('pages', options).createIndex('day', 'day');
}

/**
 * @param {string} [name]
 * @param {any[][]} [content]
 */
async function book(name = crypto.randomUUID(), content = records('old')) {
  const db = await appOpens(name, 1, createStore);
  await put(db, 'pages', content);
  db.close();
  return name;
}

/** @param {string} name */
const worker = (name) => exportWorker({ [name]: ['pages'] });

/**
 * The first request of a read, and the one that goes on after it.
 * @param {(request: object) => Promise<any>} ask
 * @param {string} database
 * @param {object} how
 */
async function begun(ask, database, how) {
  const first = {
    op: 'read',
    database,
    store: 'pages',
    range: {},
    mode: 'FAILFAST',
    format: 'arrow',
    count: 50,
    byteTarget: 200,
    ...how,
  };
  const { result, failure } = await ask(first);
  assert.equal(failure, undefined, failure?.message);
  assert.equal(result.done, false);
  assert.ok(result.identity.records.length > 0);
  return { ...first, after: result.last, afterPrimary: result.lastPrimary, identity: result.identity, count: 50 };
}

/**
 * Changes the store in one transaction, on a connection of its own.
 * @param {string} name
 * @param {(store: IDBObjectStore) => void} change
 */
async function change(name, change) {
  const db = await promisifyRequest(indexedDB.open(name));
  const transaction = db.transaction('pages', 'readwrite');
  change(transaction.objectStore('pages'));
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  db.close();
}

for (const [way, how] of Object.entries(READS)) {
  test(`a read ${way} goes on in another worker`, async () => {
    const name = await book();
    const next = await begun(worker(name), name, how);
    const { result, failure } = await worker(name)(next);
    assert.equal(failure, undefined, failure?.message);
    assert.notEqual(result.identity.connection, next.identity.connection);
  });

  test(`a read ${way} ends when its database was made anew, though with the same records`, async () => {
    const name = await book();
    const ask = worker(name);
    const next = await begun(ask, name, how);
    await promisifyRequest(indexedDB.deleteDatabase(name));
    await book(name);
    const { failure } = await ask({ ...next, byteTarget: 201 });
    assert.equal(
      failure?.message,
      "Cannot read store 'pages' any further: another seems to be in its place. Start the read anew.",
    );
    assert.equal(failure.code, 'STORE_REPLACED');
  });

  test(`a read ${way} ends when its database was made anew while there was no worker`, async () => {
    const name = await book();
    const next = await begun(worker(name), name, how);
    await promisifyRequest(indexedDB.deleteDatabase(name));
    await book(name, records('new'));
    const { failure } = await worker(name)(next);
    assert.equal(failure?.code, 'STORE_REPLACED');
  });

  test(`a read ${way} ends when an upgrade has changed how keys are made`, async () => {
    const name = await book();
    const ask = worker(name);
    const next = await begun(ask, name, how);
    const db = await appOpens(name, 2, (upgraded) => {
      upgraded.deleteObjectStore('pages');
      createStore(upgraded, { keyPath: 'id', autoIncrement: true });
    });
    await put(db, 'pages', records('old'));
    db.close();
    const { failure } = await ask({ ...next, byteTarget: 201 });
    assert.equal(failure?.code, 'STORE_REPLACED');
  });
}

test('while its connection is open a read goes on whatever the app writes', async () => {
  const name = await book();
  const ask = worker(name);
  const next = await begun(ask, name, READS['by primary key']);
  await change(name, (store) => {
    store.clear();
    for (const [record] of records('new')) store.put(record);
  });
  const { result, failure } = await ask({ ...next, byteTarget: 201 });
  assert.equal(failure, undefined, failure?.message);
  assert.equal(result.identity.connection, next.identity.connection);
});

test('in another worker a read goes on though the app has deleted the record at which it goes on', async () => {
  const name = await book();
  const next = await begun(worker(name), name, READS['by primary key']);
  await change(name, (store) => store.delete(next.after.number));
  const { result, failure } = await worker(name)(next);
  assert.equal(failure, undefined, failure?.message);
  assert.ok(result.read > 0);
});

test('after an upgrade that left the store a read goes on', async () => {
  const name = await book();
  const ask = worker(name);
  const next = await begun(ask, name, READS['by primary key']);
  (await appOpens(name, 2, (db) => db.createObjectStore('other'))).close();
  const { result, failure } = await ask({ ...next, byteTarget: 201 });
  assert.equal(failure, undefined, failure?.message);
  assert.equal(result.identity.version, 2);
});

test('a database at a lower version is another, whatever is in it', async () => {
  const name = await book();
  const next = await begun(worker(name), name, READS['by primary key']);
  const { failure } = await worker(name)({ ...next, identity: { ...next.identity, version: 2 } });
  assert.equal(failure?.code, 'STORE_REPLACED');
});

test('a read that nothing witnesses any more ends', async () => {
  const name = await book();
  const next = await begun(worker(name), name, READS['by primary key']);
  const { failure } = await worker(name)({ ...next, identity: { ...next.identity, records: [] } });
  assert.equal(failure?.code, 'STORE_REPLACED');
});

test('groups and totals are of one store too', async () => {
  const name = await book();
  const next = await begun(worker(name), name, READS['by primary key']);
  await promisifyRequest(indexedDB.deleteDatabase(name));
  await book(name, records('new'));
  for (const groupBy of [[], [['id']]]) {
    const aggregation = { groupBy, aggregates: [{ function: 'count' }] };
    const { failure } = await worker(name)({ ...next, aggregation });
    assert.equal(failure?.code, 'STORE_REPLACED');
  }
});

test('what was read ahead before a deletion is given, and nothing after it', async () => {
  const name = await book();
  const ask = worker(name);
  const next = await begun(ask, name, READS['by primary key']);
  await new Promise((resolve) => setImmediate(resolve));
  await promisifyRequest(indexedDB.deleteDatabase(name));
  await book(name, records('new'));
  let request = next;
  for (let answers = 0; ; answers++) {
    const { result, failure } = await ask(request);
    if (failure) {
      assert.equal(failure.code, 'STORE_REPLACED');
      return assert.ok(answers <= 2, `${answers} batches`);
    }
    assert.equal(result.identity.connection, next.identity.connection);
    request = { ...request, after: result.last, identity: result.identity, count: result.count };
  }
});
