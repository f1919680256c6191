// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { afterEach, mock, test } from 'node:test';
import { appOpens, exportWorker, promisifyRequest, put, readAll } from '../testing/database.js';

const columns = [
  { name: 'id', type: 'bigint' },
  { name: 'city', type: 'string' },
];
const key = { name: '_key', type: 'double', source: 'key' };
const target = { database: 'shop', store: 'people', tested: [...columns, key] };
const sizes = { range: {}, atLeast: 1, recordsPerSplit: 1e6, atMost: 8, mode: 'FAILFAST' };

/** @type {IDBDatabase[]} */
const opened = [];

afterEach(async () => {
  mock.restoreAll();
  opened.splice(0).forEach((db) => db.close());
  for (const { name } of await indexedDB.databases()) await promisifyRequest(indexedDB.deleteDatabase(String(name)));
});

/**
 * A hundred people whose ids are their keys, with an index of their cities.
 * @param {(record: any) => unknown} redact
 */
async function people(redact) {
  const db = await appOpens('shop', 1, (upgraded) => {
    upgraded.createObjectStore('people', { keyPath: 'id' }).createIndex('byCity', 'city');
  });
  opened.push(db);
  await put(
    db,
    'people',
    Array.from({ length: 100 }, (_, id) => [{ id, city: `city ${id % 10}`, secret: `secret ${id}` }]),
  );
  return exportWorker({ shop: { people: redact } });
}

/** Every third person is left out; the others have another id and another city than is stored. */
const redact = ({ id, city }) => (id % 3 === 0 ? null : { id: id + 1000, city: city.toUpperCase() });
const visible = Array.from({ length: 100 }, (_, id) => ({ id, city: `city ${id % 10}` }))
  .filter(({ id }) => id % 3 !== 0)
  .map(redact);

const is = (column, op, value) => ({ op, column: [column], value });
const records = ({ bytes }) =>
  bytes
    .toString()
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
const lines = (ask, query = {}) =>
  readAll(ask, { ...target, columns: [], format: 'ndjson', byteTarget: 500, ...query });

test('nothing but what the function gives leaves, whatever is asked for', async () => {
  const ask = await people(redact);
  assert.deepEqual(records(await lines(ask)), visible);
  const all = await readAll(ask, {
    ...target,
    columns: [...columns, { name: 'secret', type: 'string' }],
    format: 'ndjson',
  });
  assert.deepEqual(
    records(all),
    visible.map((record) => ({ ...record, secret: null })),
  );
});

test('the summary is of what the function gives', async () => {
  const ask = await people(redact);
  const { result } = await ask({
    op: 'summarize',
    database: 'shop',
    store: 'people',
    range: {},
    limit: 1000,
    count: 7,
    ordinal: 0,
  });
  assert.deepEqual(
    result.summary.root.object.fields.map(({ name }) => name),
    ['id', 'city'],
  );
  assert.equal(result.summary.records, visible.length);
  assert.equal(result.read, 100);
});

for (const [what, predicate, wanted] of /** @type {any[][]} */ ([
  ['the field at the key path', is('id', '>', '1050'), ({ id }) => id > 1050],
  ['an indexed field', is('city', '=', 'CITY 7'), ({ city }) => city === 'CITY 7'],
  ['an indexed field as it is stored', is('city', '=', 'city 7'), () => false],
  ['the key', is('_key', '<', 10), ({ id }) => id < 1010],
])) {
  test(`a predicate on ${what} sees what the function gives`, async () => {
    const ask = await people(redact);
    const plan = await ask({ op: 'plan', ...target, ...sizes, predicate });
    assert.deepEqual(
      plan.result.splits.map(({ index }) => index),
      [undefined],
    );
    assert.deepEqual(
      records(await lines(ask, { predicate, range: plan.result.splits[0].range })),
      visible.filter(wanted),
    );
  });
}

test('only a predicate on the key itself saves reading', async () => {
  const ask = await people(redact);
  const examined = async (predicate) =>
    (await lines(ask, { predicate })).results.reduce((sum, { read }) => sum + read, 0);
  assert.equal(await examined(is('_key', '<', 10)), 10);
  assert.equal(await examined(is('id', '=', '1001')), 100);
});

test('counts and least values are of what the function gives', async () => {
  const ask = await people(redact);
  const aggregation = { groupBy: [], aggregates: [{ function: 'count' }, { function: 'min', of: ['id'] }] };
  const query = { ...target, columns, aggregation };
  assert.deepEqual((await ask({ op: 'plan', ...query, ...sizes })).result.splits[0].path?.intervals, undefined);
  const { results, bytes } = await readAll(ask, query);
  assert.equal(results[0].read, 100);
  const { tableOf, TAIL } = await import('../testing/arrow.js');
  const row = Object.values({ ...tableOf(new Uint8Array(Buffer.concat([bytes, TAIL]))).toArray()[0] });
  assert.deepEqual(row, [BigInt(visible.length), 1001n]);
});

test('columns of keys alone leave out what the function leaves out', async () => {
  const ask = await people(redact);
  const read = await readAll(ask, { ...target, columns: [key], format: 'ndjson' });
  assert.deepEqual(
    records(read).map((record) => record._key),
    visible.map((record) => Number(record?.id) - 1000),
  );
});

test('no index is listed, as its name and its key path tell of fields', async () => {
  const { databases } = (await (await people(redact))({ op: 'catalog' })).result;
  assert.deepEqual(databases[0].stores[0].indexes, []);
});

test('an index is not to be had, as its order tells of values', async () => {
  const ask = await people(redact);
  assert.equal(
    (
      await lines(ask, {
        index: { name: 'byCity', keyPath: 'city', unique: false, multiEntry: false },
        predicate: is('city', '=', 'city 7'),
      })
    ).failure.code,
    'INDEX_NOT_FOUND',
  );
});

test('the engine orders by the field at the key path, and a limit counts what the function gives', async () => {
  const ask = await people(redact);
  const order = { by: ['id'], direction: 'descending' };
  assert.deepEqual(records(await lines(ask, { columns, order, limit: 3 })), visible);
  assert.deepEqual(records(await lines(ask, { limit: 5 })), visible.slice(0, 5));
});

for (const [how, broken, said] of /** @type {any[][]} */ ([
  [
    'throws',
    () => {
      throw new Error('secret 5');
    },
    "failed: its error is in the browser's console",
  ],
  ['is asynchronous', async (record) => record, 'gave a promise or a function'],
  ['gives a function', () => () => {}, 'gave a promise or a function'],
])) {
  test(`a function that ${how} lets nothing out`, async () => {
    const told = mock.method(console, 'error', () => {});
    const ask = await people((record) => (record.id === 5 ? broken(record) : { id: record.id }));
    const { failure, results } = await lines(ask, { count: 100 });
    assert.equal(failure.code, 'REDACTION_FAILED');
    assert.equal(results.length, 0);
    assert.match(
      failure.message,
      /^Cannot read the record with key \{"number":5\} in store 'shop\/people': the app's function for it in /,
    );
    assert.ok(failure.message.includes(said) && !failure.message.includes('secret'), failure.message);
    assert.equal(told.mock.callCount(), how === 'throws' ? 1 : 0);
    const summary = await ask({
      op: 'summarize',
      database: 'shop',
      store: 'people',
      range: {},
      limit: 100,
      count: 100,
      ordinal: 0,
    });
    assert.equal(summary.failure.code, 'REDACTION_FAILED');
  });
}
