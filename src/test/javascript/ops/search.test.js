// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { afterEach, mock, test } from 'node:test';
import { readAll } from '../testing/database.js';
import { and, idsOf, indexOf, is, numbers, orders } from '../testing/queries.js';
import { clear, GROUP, ID, shop } from '../testing/shop.js';

afterEach(() => {
  mock.restoreAll();
  return clear();
});

test('only records for which the predicate is true leave, and all are counted', async () => {
  const { ids, read } = await idsOf(readAll(await shop(), { ...orders, predicate: is('group', '=', 'g7') }));
  assert.deepEqual(ids, numbers(10, 7, 100));
  assert.equal(read, 1000);
});

test('a range of keys is all that is read', async () => {
  const predicate = and(is('id', '>=', '100'), is('id', '<', '150'), is('group', 'endsWith', '5'));
  const { ids, read } = await idsOf(readAll(await shop(), { ...orders, predicate }));
  assert.deepEqual(ids, numbers(5, 105, 10));
  assert.equal(read, 50);
});

test('many keys are looked up one by one', async () => {
  const predicate = { op: 'in', column: ['id'], values: ['5', '999', '-1', '1000', '7', null, '5'] };
  const { ids, read } = await idsOf(readAll(await shop(), { ...orders, predicate }));
  assert.deepEqual([ids, read], [[5, 7, 999], 3]);
});

const oneOf = (values) => ({ op: 'in', column: ['id'], values: values.map(String) });

test('keys of no record are looked for in few transactions', async () => {
  const ask = await shop();
  const transaction = mock.method(IDBDatabase.prototype, 'transaction');
  const predicate = oneOf([...numbers(4999, -5000), 7, ...numbers(4999, 5000)]);
  const { ids } = await idsOf(readAll(ask, { ...orders, predicate, count: 2 }));
  assert.deepEqual(ids, [7]);
  const transactions = transaction.mock.callCount();
  assert.ok(transactions < 30, `${transactions} transactions`);
});

for (const run of [1, 10]) {
  test(`an index of ${run} record(s) a key is read in few transactions`, async () => {
    const ask = await shop((i) => ({ day: new Date(Math.floor(i / run)) }));
    const transaction = mock.method(IDBDatabase.prototype, 'transaction');
    const query = { ...orders, predicate: is('day', '>=', '0'), index: indexOf('day'), count: 2 };
    const { ids } = await idsOf(readAll(ask, query));
    assert.equal(ids.length, 1000);
    const transactions = transaction.mock.callCount();
    assert.ok(transactions < 30, `${transactions} transactions`);
  });
}

for (const [what, more] of /** @type {any[][]} */ ([
  ['rows', {}],
  ['a count', { aggregation: { groupBy: [], aggregates: [{ function: 'count' }] } }],
])) {
  test(`many keys that are not there take few transactions: ${what}`, async () => {
    const ask = await shop();
    const { calls } = mock.method(IDBDatabase.prototype, 'transaction').mock;
    const wanted = [7, 8, 9, 400, 999];
    const predicate = and(oneOf([...numbers(1999, -2000), ...wanted, ...numbers(1999, 2000)]), is('group', '>', ''));
    const { results, failure } = await readAll(ask, { ...orders, ...more, predicate, count: 2 });
    assert.equal(failure, undefined, failure?.message);
    assert.ok(calls.length < 4003 / 500 + 8, `${calls.length} transactions`);
    if (what === 'rows') assert.equal(sumOf(results), wanted.length);
  });
}

/** @param {{records: number}[]} results */
function sumOf(results) {
  return results.reduce((sum, { records }) => sum + records, 0);
}

test('keys that are looked for are none too many for a batch, nor too few', async () => {
  const predicate = oneOf([...numbers(20, 0, 3), ...numbers(600, 5000), ...numbers(600, -600)]);
  const { ids } = await idsOf(readAll(await shop(), { ...orders, predicate, count: 16, byteTarget: 40 }));
  assert.deepEqual(ids, numbers(20, 0, 3));
});

test('who looked for keys in vain still knows the store by what was read before', async () => {
  const ask = await shop();
  const request = { op: 'read', range: {}, mode: 'FAILFAST', format: 'arrow', count: 16, byteTarget: 100, ...orders };
  const { result: first } = await ask({ ...request, predicate: is('id', '<', '3') });
  assert.ok(first.identity.records.length > 0);
  const vain = { ...request, predicate: oneOf([-1, 5000, 5002]), identity: first.identity };
  assert.deepEqual((await ask(vain)).result.identity, first.identity);
});

test('ranges are read one after the other, within the range of the split', async () => {
  const predicate = {
    op: 'or',
    of: [is('id', '<', '20'), and(is('id', '>', '500'), is('id', '<=', '540')), is('id', '=', '700')],
  };
  const range = { lower: { number: 10 }, upper: { number: 530 }, upperOpen: true };
  const { ids } = await idsOf(readAll(await shop(), { ...orders, predicate, range, byteTarget: 100 }));
  assert.deepEqual(ids, [...numbers(10, 10), ...numbers(29, 501)]);
});

for (const [api, hidden] of [
  ['getAllRecords', false],
  ['cursors', true],
]) {
  test(`an index is read in its order, each record once, through ${api}`, async () => {
    const { getAllRecords } = /** @type {any} */ (IDBIndex.prototype);
    if (hidden) /** @type {any} */ (IDBIndex.prototype).getAllRecords = undefined;
    try {
      const ask = await shop();
      for (const [byteTarget, count] of /** @type {any[][]} */ ([
        [1 << 20, 16],
        [200, 7],
        [200, 1],
      ])) {
        const predicate = and(is('day', '>', '1000'), is('day', '<=', '3000'));
        const { ids, read } = await idsOf(
          readAll(ask, { ...orders, predicate, index: indexOf('day'), byteTarget, count }),
        );
        assert.deepEqual(ids, numbers(400, 400), `${byteTarget} ${count}`);
        if (byteTarget > 200) assert.equal(read, 400);
      }
    } finally {
      /** @type {any} */ (IDBIndex.prototype).getAllRecords = getAllRecords;
    }
  });
}

test('an index split keeps to its range of index keys', async () => {
  const range = { lower: { date: 2 }, upper: { date: 3 }, upperOpen: true };
  const { ids } = await idsOf(
    readAll(await shop(), { ...orders, predicate: is('day', '>=', '0'), index: indexOf('day'), range }),
  );
  assert.deepEqual(ids, numbers(200, 400));
});

test('a list of fields is an index of equal first fields and a range of the next', async () => {
  const predicate = and(is('group', '=', 'g7'), is('id', '>', '300'));
  const { ids, read } = await idsOf(
    readAll(await shop(), { ...orders, predicate, index: indexOf('both', ['group', 'id']) }),
  );
  assert.deepEqual([ids, read], [numbers(7, 307, 100), 7]);
});

test('an index that is gone is named', async () => {
  const { failure } = await readAll(await shop(), { ...orders, predicate: is('day', '>', '0'), index: indexOf('old') });
  assert.equal(failure.code, 'INDEX_NOT_FOUND');
  const { failure: useless } = await readAll(await shop(), {
    ...orders,
    predicate: is('group', '=', 'a'),
    index: indexOf('day'),
  });
  assert.equal(useless.code, 'INDEX_NOT_FOUND');
});

test('an index that was made anew of other fields is not the one that was planned with', async () => {
  const ask = await shop();
  for (const other of [{ keyPath: 'placed' }, { keyPath: ['day'] }, { multiEntry: true }]) {
    const planned = { ...indexOf('day'), ...other };
    const { failure } = await readAll(ask, { ...orders, predicate: is('day', '>', '0'), index: planned });
    assert.deepEqual(
      [failure.code, failure.message],
      [
        'INDEX_NOT_FOUND',
        "Cannot read index 'day' of store 'orders': it is no longer what the scan was planned with. " +
          'Run the query again.',
      ],
    );
  }
});

test('PERMISSIVE tests null for what does not fit, DROPMALFORMED drops it, FAILFAST fails', async () => {
  const ask = await shop((id) => (id % 10 === 3 ? { group: id } : {}));
  const predicate = { op: 'isNull', column: ['group'] };
  assert.deepEqual((await idsOf(readAll(ask, { ...orders, predicate, mode: 'PERMISSIVE' }))).ids, numbers(100, 3, 10));
  assert.deepEqual(
    (await idsOf(readAll(ask, { ...orders, predicate, mode: 'DROPMALFORMED', judged: [ID, GROUP] }))).ids,
    [],
  );
  assert.equal((await readAll(ask, { ...orders, predicate })).failure.code, 'VALUE_DOES_NOT_FIT');
});

test('a record that a range skips is not judged', async () => {
  const ask = await shop((id) => (id === 999 ? { group: 5 } : {}));
  assert.equal(
    (await idsOf(readAll(ask, { ...orders, predicate: and(is('id', '<', '10'), is('group', '>', '')) }))).ids.length,
    10,
  );
});

test('a rare record does not keep the worker: a batch may be empty and still goes on', async () => {
  const now = performance.now.bind(performance);
  let time = 0;
  performance.now = () => (time += 2000);
  try {
    const reading = await readAll(await shop(), { ...orders, predicate: is('group', '=', 'g99'), count: 16 });
    assert.deepEqual(
      reading.results.slice(0, 2).map(({ records, read, done }) => [records, read, done]),
      [
        [0, 16, false],
        [0, 32, false],
      ],
    );
    assert.deepEqual((await idsOf(Promise.resolve(reading))).ids, numbers(10, 99, 100));
  } finally {
    performance.now = now;
  }
});

test('records are not fetched, but single ones as witnesses, if keys are all that is asked', async () => {
  const ask = await shop();
  const { getAllRecords, getAll } = /** @type {any} */ (IDBObjectStore.prototype);
  Object.assign(IDBObjectStore.prototype, {
    getAllRecords: undefined,
    getAll(/** @type {IDBKeyRange} */ range, /** @type {number} */ count) {
      return count === 1 ? getAll.call(this, range, count) : assert.fail('values were fetched');
    },
  });
  try {
    const key = { name: 'id', type: 'double', source: 'key' };
    const { ids } = await idsOf(
      readAll(ask, { ...orders, columns: [key], tested: [key], predicate: is('id', '>', 990) }),
    );
    assert.deepEqual(ids, numbers(9, 991));
  } finally {
    Object.assign(IDBObjectStore.prototype, { getAllRecords, getAll });
  }
});

test('lines of JSON are searched like batches', async () => {
  const { bytes } = await readAll(await shop(), {
    ...orders,
    format: 'ndjson',
    predicate: is('group', '=', 'g7'),
    limit: 2,
  });
  assert.equal(String(bytes), '{"id":7}\n{"id":107}\n');
});
