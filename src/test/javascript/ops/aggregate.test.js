// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { splitSum } from '../../../main/javascript/evaluation/sums.js';
import { TAIL, tableOf } from '../testing/arrow.js';
import { appOpens, exportWorker, put, readAll } from '../testing/database.js';
import { Random } from '../testing/random.js';
import { clear, DAY, GROUP, ID, shop } from '../testing/shop.js';

const V = { name: 'v', type: 'double' };
const orders = { database: 'shop', store: 'orders', columns: [ID, GROUP, DAY, V] };
const count = { function: 'count' };
const of = (name, column) => ({ function: name, of: [column] });
const is = (column, op, value) => ({ op, column: [column], value });

afterEach(clear);

/** @param {Promise<any>} reading */
async function rowsOf(reading) {
  const { results, bytes, failure } = await reading;
  assert.equal(failure, undefined, failure?.message);
  const table = tableOf(new Uint8Array(Buffer.concat([bytes, TAIL])));
  assert.equal(
    table.numRows,
    results.reduce((sum, result) => sum + result.records, 0),
  );
  const rows = table.toArray().map((row) => Object.values({ ...row }));
  return {
    rows,
    results,
    read: results.reduce((sum, result) => sum + result.read, 0),
    names: table.schema.fields.map(({ name }) => name),
  };
}

const ask = async (request, more, records) => rowsOf(readAll(await shop(more, records), { ...orders, ...request }));
const aggregation = (groupBy, ...aggregates) => ({
  aggregation: { groupBy: groupBy.map((name) => [name]), aggregates },
});

/** Rows of any order, as text. */
const sorted = (rows) =>
  rows.map((row) => row.map((value) => (Object.is(value, -0) ? '-0' : String(value))).join(' ')).sort();

test('groups leave instead of records', async () => {
  const { rows, read, names } = await ask(
    aggregation(['day'], count, of('min', 'id'), of('max', 'id'), of('sum', 'id'), of('max', 'group')),
  );
  assert.deepEqual(names, ['g0', 'a0', 'a1', 'a2', 'a3', 'a4']);
  assert.deepEqual(
    rows.map(([day, n, min, max, sum, group]) => [Number(day), n, min, max, sum, group]),
    [0, 1, 2, 3, 4].map((day) => {
      const first = BigInt(day * 200);
      return [day * 1000, 200n, first, first + 199n, first * 200n + 19900n, 'g99'];
    }),
  );
  assert.equal(read, 1000);
});

test('a predicate goes before', async () => {
  const predicate = { op: 'and', of: [is('id', '<', '300'), is('group', '=', 'g7')] };
  const { rows, read } = await ask({ ...aggregation([], count, of('sum', 'id')), predicate, tested: [ID, GROUP] });
  assert.deepEqual([rows, read], [[[3n, 321n]], 300]);
});

test('no records make one row, of count 0 and otherwise null', async () => {
  const { rows } = await ask({
    ...aggregation([], count, of('count', 'v'), of('min', 'v'), of('sum', 'id')),
    predicate: is('id', '<', '0'),
    tested: [ID],
  });
  assert.deepEqual(rows, [[0n, 0n, null, null]]);
  assert.deepEqual((await ask({ ...aggregation(['group'], count) }, undefined, 0)).rows, []);
});

test('null, NaN and zero are one group each', async () => {
  const values = [null, undefined, NaN, NaN, -0, 0, 1];
  const { rows } = await ask(aggregation(['v'], count, of('count', 'v')), (id) => ({ v: values[id] }), values.length);
  assert.deepEqual(sorted(rows), ['0 2 2', '1 1 1', 'NaN 2 2', 'null 2 0']);
});

test('NaN is the greatest, and null neither least nor greatest', async () => {
  const values = [null, -1, NaN, 5];
  const { rows } = await ask(
    aggregation([], of('min', 'v'), of('max', 'v'), of('count', 'v')),
    (id) => ({ v: values[id] }),
    4,
  );
  assert.deepEqual(rows, [[-1, NaN, 3n]]);
});

test('groups by several columns tell them apart', async () => {
  const { rows } = await ask(
    aggregation(['group', 'v'], count),
    (id) => ({ group: ['a', 'a,b', null][id % 3], v: id % 2 }),
    12,
  );
  assert.deepEqual(sorted(rows), ['a 0 2', 'a 1 2', 'a,b 0 2', 'a,b 1 2', 'null 0 2', 'null 1 2']);
});

test('lone surrogates are one group, and all types are keys', async () => {
  const types = {
    group: 'string',
    bytes: 'binary',
    day: 'date',
    at: 'timestamp',
    flag: 'boolean',
    cents: { decimal: [20, 2] },
    text: 'text',
  };
  const record = {
    bytes: Uint8Array.of(1),
    day: new Date(86_400_000),
    at: new Date(5),
    flag: true,
    cents: 12.5,
    text: { a: 1 },
  };
  const columns = Object.entries(types).map(([name, type]) => ({ name, type }));
  const names = Object.keys(types);
  const more = (id) => ({ ...record, group: ['\ud800', '\udfff'][id % 2] });
  const { rows } = await ask(
    { columns, ...aggregation(names, count, ...names.map((name) => of('max', name))) },
    more,
    10,
  );
  assert.equal(rows.length, 1);
  const values = ['\ufffd', '1', '86400000', '5000', 'true', '1250', '{"a":1}'];
  assert.equal(
    rows[0].map((value) => (value instanceof Date ? value.getTime() : value)).join(' '),
    [...values, 10, ...values].join(' '),
  );
});

test('PERMISSIVE aggregates null for what does not fit, FAILFAST fails', async () => {
  const more = (id) => ({ v: id === 3 ? 'x' : id });
  const request = aggregation([], count, of('count', 'v'), of('max', 'v'));
  const { rows, results } = await ask({ ...request, mode: 'PERMISSIVE' }, more, 5);
  assert.deepEqual(rows, [[5n, 4n, 4]]);
  assert.equal(
    results.reduce((sum, { malformed }) => sum + malformed.count, 0),
    1,
  );
  const { failure } = await readAll(await shop(more, 5), { ...orders, ...request });
  assert.equal(failure.code, 'VALUE_DOES_NOT_FIT');
});

test('a sum beyond 64 bits is parts that add up, of the same group', async () => {
  const big = { name: 'big', type: 'bigint' };
  const request = { columns: [GROUP, big], ...aggregation(['group'], of('sum', 'big'), count) };
  const summed = await ask(request, (id) => ({ group: 'a', big: 2n ** 62n + BigInt(id) }), 5);
  assert.ok(summed.rows.length > 1);
  assert.ok(summed.rows.every(([group]) => group === 'a'));
  assert.equal(
    summed.rows.reduce((sum, [, part]) => sum + part, 0n),
    5n * 2n ** 62n + 10n,
  );
  assert.equal(
    summed.rows.reduce((sum, [, , n]) => sum + n, 0n),
    5n,
  );
});

test('sums are split only beyond 64 bits', () => {
  const ends = [2n ** 63n - 1n, -(2n ** 63n), 0n, null];
  for (const sum of ends) assert.deepEqual(splitSum(sum), [sum]);
  for (const sum of [2n ** 63n, -(2n ** 63n) - 1n, 5n * 2n ** 63n]) {
    const parts = /** @type {bigint[]} */ (splitSum(sum));
    assert.ok(parts.length > 1 && parts.every((part) => BigInt.asIntN(64, part) === part));
    assert.equal(
      parts.reduce((a, b) => a + b),
      sum,
    );
  }
});

test('a request ends with its time, and the next goes on with groups of its own', async () => {
  const now = performance.now.bind(performance);
  let time = 0;
  performance.now = () => (time += 5000);
  try {
    const { rows, results, read } = await ask({ ...aggregation(['day'], count), count: 300 });
    assert.ok(results.length > 1);
    assert.equal(read, 1000);
    assert.equal(
      rows.reduce((sum, [, n]) => sum + n, 0n),
      1000n,
    );
  } finally {
    performance.now = now;
  }
});

/** What may answer a total, with the store made to fail if it fetches records. */
async function withoutRecords(request) {
  const { getAllRecords, getAll } = /** @type {any} */ (IDBObjectStore.prototype);
  const asking = await shop();
  /** @type {any} */ (IDBObjectStore.prototype).getAllRecords = function (options) {
    assert.equal(options.count, 1, 'records were fetched');
    return getAllRecords.call(this, options);
  };
  IDBObjectStore.prototype.getAll = () => assert.fail('records were fetched');
  try {
    return await rowsOf(readAll(asking, { ...orders, ...request }));
  } finally {
    Object.assign(IDBObjectStore.prototype, { getAllRecords, getAll });
  }
}

const KEY = { name: '_key', type: 'double', source: 'key' };

test('rows are counted by the store, in key ranges too', async () => {
  const all = await withoutRecords(aggregation([], count));
  assert.deepEqual([all.rows, all.read], [[[1000n]], 0]);
  const predicate = { op: 'or', of: [is('_key', '<', 10), { op: 'in', column: ['_key'], values: [500, 2000, 600] }] };
  assert.deepEqual((await withoutRecords({ ...aggregation([], count), predicate, tested: [KEY] })).rows, [[12n]]);
});

test('a key that is -0 equals no integer, so records of the key 0 are looked at', async () => {
  const db = await appOpens('zeros', 1, (upgraded) => upgraded.createObjectStore('s'));
  await put(db, 's', [
    [{}, -0],
    [{}, 1],
  ]);
  db.close();
  const tested = [{ ...KEY, type: 'bigint' }];
  const of0 = { database: 'zeros', store: 's', columns: [], tested, mode: 'PERMISSIVE', ...aggregation([], count) };
  const { rows } = await rowsOf(readAll(exportWorker({ zeros: ['s'] }), { ...of0, predicate: is('_key', '=', '0') }));
  assert.deepEqual(rows, [[0n]]);
});

test('the least and greatest key are read from either end', async () => {
  const request = aggregation([], of('min', 'id'), count, of('max', 'id'));
  assert.deepEqual((await withoutRecords(request)).rows, [[0n, 1000n, 999n]]);
  const predicate = { op: 'and', of: [is('_key', '>', 10), is('_key', '<=', 20)] };
  assert.deepEqual((await withoutRecords({ ...request, predicate, tested: [KEY] })).rows, [[11n, 10n, 20n]]);
  assert.deepEqual((await withoutRecords({ ...request, predicate: is('_key', '>', 5000), tested: [KEY] })).rows, [
    [null, 0n, null],
  ]);
});

test('an end that does not fit is looked for in the records', async () => {
  const asking = await shop();
  const { rows } = await rowsOf(
    readAll(asking, {
      ...orders,
      mode: 'PERMISSIVE',
      columns: [{ name: 'id', type: 'tinyint' }],
      ...aggregation([], of('max', 'id')),
    }),
  );
  assert.deepEqual(rows, [[127]]);
});

test('what keys alone do not prove is evaluated', async () => {
  const field = await ask({ ...aggregation([], count), predicate: is('id', '<', '10'), tested: [ID] });
  assert.deepEqual([field.rows, field.read], [[[10n]], 10]);
});

test('random groups are those of all records, whatever the requests', async (context) => {
  const random = new Random(context);
  const values = Array.from({ length: 500 }, () =>
    random.below(5) === 0 ? null : random.of([0, -0, NaN, 1, 2.5, -Infinity]),
  );
  const { rows } = await ask(
    { ...aggregation(['v'], count, of('sum', 'id')), count: 1 + random.below(100), byteTarget: 500 },
    (id) => ({ v: values[id] }),
    500,
  );
  const expected = new Map();
  values.forEach((value, id) => {
    const [n, sum] = expected.get(value) ?? [0n, 0n];
    expected.set(value, [n + 1n, sum + BigInt(id)]);
  });
  assert.deepEqual(
    sorted(rows),
    sorted([...expected].map(([value, totals]) => [value, ...totals])),
    `SEED=${random.seed}`,
  );
});
