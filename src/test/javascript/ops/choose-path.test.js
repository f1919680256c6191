// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { appOpens, exportWorker, put, readAll } from '../testing/database.js';
import { howOf } from '../testing/path-text.js';
import { and, idsOf, is } from '../testing/queries.js';
import { clear, DAY, GROUP, ID, shop } from '../testing/shop.js';
import { withThresholds } from '../testing/thresholds.js';

const KEY = { name: '_key', type: 'double', source: 'key' };
const TAGS = { name: 'tags', type: 'string' };
const orders = {
  database: 'shop',
  store: 'orders',
  columns: [ID],
  tested: [ID, GROUP, DAY, KEY, TAGS],
  mode: 'FAILFAST',
  format: 'arrow',
};
const sizes = { op: 'plan', range: {}, atLeast: 2, recordsPerSplit: 100_000, atMost: 8 };
const totals = (...aggregates) => ({ aggregation: { groupBy: [], aggregates } });

afterEach(clear);

/** The plan of a query: where its splits look, how, and at most how many records. */
async function planned(query, more, records) {
  const ask = await shop(more, records);
  const { result, failure } = await ask({ ...orders, ...sizes, ...query });
  assert.equal(failure, undefined, failure?.message);
  return {
    ask,
    splits: result.splits,
    how: howOf(result.splits[0]),
    index: result.splits[0].index?.name,
    records: result.records,
  };
}

test('without a query a plan says nothing of how', async () => {
  const { splits } = await planned({});
  assert.deepEqual(splits, [
    { range: { upper: { number: 500 }, upperOpen: true }, records: 500 },
    { range: { lower: { number: 500 } }, records: 500 },
  ]);
});

for (const [what, query, how, records, index] of /** @type {any[][]} */ ([
  ['a key', { predicate: is('id', '=', '7') }, 'primary key 7', 1],
  ['keys', { predicate: { op: 'in', column: ['id'], values: ['1', '5', '5000'] } }, 'primary key 3 keys', 3],
  ['a range of keys', { predicate: and(is('id', '>=', '5'), is('id', '<', '9')) }, 'primary key [5, 9)', 4],
  ['an open range', { predicate: is('_key', '>', 989) }, 'primary key (989, "Infinity"]', 10],
  ['nothing', { predicate: { op: 'always', value: false } }, 'primary key 0 keys', 0],
  ['any field', { predicate: is('tags', '=', 'a') }, 'every record, predicate evaluated', 1000],
  [
    'a Date',
    { predicate: is('day', '>=', '4000') },
    'day [Date 1970-01-01T00:00:00.004Z, Date +275760-09-13T00:00:00.000Z]',
    200,
    'day',
  ],
  ['too many Dates', { predicate: is('day', '>=', '3000') }, 'every record, predicate evaluated', 1000],
  ['a string that all records have', { predicate: is('group', '=', 'g7') }, 'group "g7"', 10, 'group'],
  [
    'equal first fields',
    { predicate: and(is('group', '=', 'g7'), is('id', '>', '900')) },
    'both ([{"string":"g7"},{"number":900}], [{"string":"g7"},{"number":"Infinity"}]]',
    1,
    'both',
  ],
  ['the first rows', { limit: 5 }, 'every record, the first 5', 5],
  [
    'the last rows',
    { limit: 5, order: { by: ['id'], direction: 'descending' }, predicate: is('id', '<', '100') },
    'primary key ["-Infinity", 100), the last 5',
    5,
  ],
  ['a count', totals({ function: 'count' }), 'count and ends of key ranges', 1],
  ['the greatest key', totals({ function: 'max', of: ['id'] }), 'count and ends of key ranges', 1],
  ['a total of records', totals({ function: 'max', of: ['group'] }), 'every record', 1000],
])) {
  test(`${what}: ${how}`, async () => {
    const columns = [ID, GROUP];
    const plan = await planned({ columns, ...query });
    assert.deepEqual([plan.how, plan.index], [how, index]);
    assert.equal(plan.records, records);
    if (records <= 10) assert.equal(plan.splits.length, 1);
  });
}

test('an index without some records is not taken, as they may have what it cannot hold', async () => {
  const boxed = (id) => (id === 3 ? { group: Object('g7') } : {});
  const { ask, splits, how } = await planned({ predicate: is('group', '=', 'g7') }, boxed);
  assert.equal(how, 'every record, predicate evaluated');
  const readings = splits.map(({ range }) => readAll(ask, { ...orders, predicate: is('group', '=', 'g7'), range }));
  const records = (await Promise.all(readings)).flatMap(({ results }) => results.map((result) => result.records));
  assert.equal(
    records.reduce((a, b) => a + b),
    11,
  );
});

for (const [who, absent, taken] of /** @type {any[][]} */ ([
  ['all records', -1, 'day'],
  ['all but one', 3, undefined],
])) {
  // Those of an ImageData are in no index.
  test(`an index of the bytes of ${who} is ${taken ? '' : 'not '}taken`, async () => {
    const more = (id) => ({ day: id === absent ? undefined : Uint8Array.of(id >> 8, id) });
    const query = { tested: [{ name: 'day', type: 'binary' }], predicate: is('day', '=', 'AAc=') };
    assert.equal((await planned(query, more)).index, taken);
  });
}

test('an index of Dates is taken though some records have none', async () => {
  const { index } = await planned({ predicate: is('day', '>=', '4000') }, (id) => (id === 3 ? { day: null } : {}));
  assert.equal(index, 'day');
});

test("an index of lists' elements is not taken", async () => {
  const { index } = await planned({ predicate: is('tags', '=', 'a') }, () => ({ tags: 'b' }));
  assert.equal(index, undefined);
});

test('splits of an index are disjoint and have every record once, however many share a key', async () => {
  const few = { recordsPerSplit: 30, atMost: 50 };
  for (const day of [(id) => new Date(id % 7), () => new Date(1), (id) => new Date(id)]) {
    const more = (id) => ({ day: id < 200 ? day(id) : new Date(-1) });
    const predicate = is('day', '>=', '0');
    const { ask, splits, index } = await planned({ predicate, ...few }, more);
    assert.equal(index, 'day');
    let records = 0;
    for (const split of splits) {
      const { results } = await readAll(ask, { ...orders, predicate, index: split.index, range: split.range });
      const found = results.reduce((sum, result) => sum + result.records, 0);
      assert.equal(found, split.records);
      records += found;
    }
    assert.equal(records, 200);
  }
});

test('splits of many ranges have every record once', async () => {
  const predicate = {
    op: 'or',
    of: [
      is('id', '<', '20'),
      is('id', '=', '100'),
      and(is('id', '>=', '300'), is('id', '<', '350')),
      is('id', '>', '950'),
    ],
  };
  const { ask, splits } = await planned({ predicate, recordsPerSplit: 25 });
  assert.ok(splits.length > 3);
  let records = 0;
  for (const { range } of splits) {
    const { results } = await readAll(ask, { ...orders, predicate, range });
    records += results.reduce((sum, result) => sum + result.records, 0);
  }
  assert.equal(records, 20 + 1 + 50 + 49);
});

test('no records still make a split', async () => {
  const { splits } = await planned({ predicate: is('day', '>', '0') }, undefined, 0);
  assert.equal(splits.length, 1);
});

/**
 * Writes records as the app does.
 * @param {...any} records
 */
async function appWrites(...records) {
  const db = await appOpens('shop', 1);
  await put(
    db,
    'orders',
    records.map((record) => [record]),
  );
  db.close();
}

/** @param {any} ask @param {any} request @param {any} [between] @returns {Promise<number>} how many rows are read */
async function rowsOf(ask, request, between) {
  const { results, failure } = await readAll(ask, { ...orders, ...request }, between);
  assert.equal(failure, undefined, failure?.message);
  return results.reduce((/** @type {number} */ sum, /** @type {any} */ { records }) => sum + records, 0);
}

for (const [type, values, more, predicate, found] of /** @type {any[][]} */ ([
  ['string', [Object('g7'), 'g8'], () => ({}), is('group', '=', 'g7'), 1],
  ['double', [NaN, Object(991), Object(5)], (id) => ({ group: id }), is('group', '>=', 990), 2],
  ['bigint', [5000n, Object(5000), 5n], (id) => ({ group: id }), is('group', '>=', '990'), 2],
])) {
  test(`a ${type} that an index cannot hold is found though it was written after the plan`, async () => {
    const query = { predicate, tested: [ID, { name: 'group', type }], columns: [ID] };
    const { ask, splits, index } = await planned(query, more);
    assert.equal(index, 'group');
    const read = { ...query, index: splits[0].index, range: splits[0].range };
    assert.equal(await rowsOf(ask, read), 10);
    await appWrites(...values.map((/** @type {any} */ group, /** @type {number} */ i) => ({ id: 2000 + i, group })));
    for (const [byteTarget, count] of [
      [1 << 20, 16],
      [20, 3],
      [1, 1],
    ])
      assert.equal(await rowsOf(ask, { ...read, byteTarget, count }), 10 + found, `${byteTarget} ${count}`);
    const { results } = await readAll(ask, { ...orders, ...read, ...totals({ function: 'count' }) });
    assert.equal(
      results.reduce((/** @type {number} */ sum, /** @type {any} */ result) => sum + result.read, 0),
      1000 + values.length,
    );
    assert.equal(await rowsOf(ask, { ...read, limit: 3 }), 3);
  });
}

test('what comes while an index is read disturbs nothing', async () => {
  const predicate = is('group', '=', 'g7');
  const { ask, splits } = await planned({ predicate });
  let id = 2000;
  const write = () => appWrites({ id: id++, group: Object('g7') });
  assert.equal(await rowsOf(ask, { predicate, index: splits[0].index, byteTarget: 20, count: 2 }, write), 10);
  assert.ok(id > 2002);
});

test('splits along an index that lacks records are refused, as records may be in none of them', async () => {
  const ask = await shop((id) => (id === 3 ? { group: Object('g7') } : {}));
  const range = { lower: { string: 'g5' } };
  const index = { name: 'group', keyPath: 'group', unique: false, multiEntry: false };
  const { failure } = await readAll(ask, { ...orders, predicate: is('group', '=', 'g7'), index, range });
  assert.equal(failure.code, 'INDEX_NOT_FOUND');
});

test('an index on what may be in none is read in one split', async () => {
  const { splits, index } = await planned({ predicate: is('group', '>=', 'g'), recordsPerSplit: 30 }, (id) => ({
    group: id < 200 ? 'g7' : 'a',
  }));
  assert.deepEqual([index, splits.length, splits[0].records], ['group', 1, 200]);
});

for (const [most, how, looked] of /** @type {any[][]} */ ([
  [6, 'pairs 6 keys', 6],
  [5, 'pairs 2 ranges', 20],
])) {
  test(`of lists that make 6 pairs, with at most ${most}, ${how} are read and 6 records found`, async () => {
    const db = await appOpens('pairs', 1, (upgraded) =>
      upgraded.createObjectStore('orders', { keyPath: 'id' }).createIndex('pairs', ['group', 'n']),
    );
    db.onversionchange = () => db.close();
    const records = Array.from({ length: 100 }, (_, id) => [{ id, group: `g${id % 10}`, n: Math.floor(id / 10) }]);
    await put(db, 'orders', records);
    const ask = exportWorker({ pairs: ['orders'] });
    const predicate = and(
      { op: 'in', column: ['group'], values: ['g3', 'g7'] },
      { op: 'in', column: ['n'], values: [1, 5, 9] },
    );
    const request = { ...orders, database: 'pairs', predicate, tested: [GROUP, { name: 'n', type: 'double' }] };
    await withThresholds({ maxCompoundIntervals: most }, async () => {
      const { result } = await ask({ ...request, ...sizes });
      assert.deepEqual(result.splits.map(howOf), [how]);
      const { index, range } = result.splits[0];
      const { ids, read } = await idsOf(readAll(ask, { ...request, index, range }));
      assert.deepEqual(
        ids.sort((a, b) => a - b),
        [13, 17, 53, 57, 93, 97],
      );
      assert.equal(read, looked);
    });
  });
}
