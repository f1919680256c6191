// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sharesOf } from '../../../main/javascript/ops/even-split.js';
import { splitCount, splitsOf } from '../../../main/javascript/ops/plan.js';
import { countWithin } from '../../../main/javascript/values/size-estimate.js';
import { appOpens, exportWorker, put } from '../testing/database.js';

test('there are as many splits as the records fill, within what is asked', () => {
  const count = (records, atLeast, recordsPerSplit, atMost) =>
    splitCount({ atLeast, recordsPerSplit, atMost }, records);
  assert.equal(count(0, 2, 100, 8), 1);
  assert.equal(count(1, 2, 100, 8), 1);
  assert.equal(count(2, 2, 100, 8), 2);
  assert.equal(count(301, 2, 100, 8), 4);
  assert.equal(count(10_000, 2, 100, 8), 8);
  assert.equal(count(5, 8, 1, 3), 3);
});

test('splits are of about equal size and keep the ends of the range', () => {
  const range = { lower: { number: 1 }, lowerOpen: true, upper: { string: 'z' }, upperOpen: true };
  const shares = sharesOf(10, 3);
  assert.deepEqual(shares, [3, 3, 4]);
  assert.deepEqual(splitsOf({ range }, [5, 8], shares), [
    { range: { lower: { number: 1 }, lowerOpen: true, upper: { number: 5 }, upperOpen: true }, records: 3 },
    { range: { lower: { number: 5 }, upper: { number: 8 }, upperOpen: true }, records: 3 },
    { range: { lower: { number: 8 }, upper: { string: 'z' }, upperOpen: true }, records: 4 },
  ]);
});

test('the ends of the whole store stay open', () => {
  const [first, last] = splitsOf({ range: {} }, [5], [1, 1]);
  assert.deepEqual(first.range, { upper: { number: 5 }, upperOpen: true });
  assert.deepEqual(last.range, { lower: { number: 5 } });
});

test('records too many for a batch are left out before they are encoded', () => {
  const large = Array.from({ length: 16 }, () => ({ data: new Uint8Array(1 << 20) }));
  assert.equal(countWithin(large, 2 << 20, 8), 1);
  assert.equal(countWithin(large, 2 << 20, 1), 1);
  assert.equal(countWithin([...Array.from({ length: 16 }, () => ({ a: 1 })), ...large], 2 << 20, 8), 16);
  assert.equal(countWithin([], 1, 8), 0);
  const sparse = [];
  sparse[4e9] = 'x'.repeat(100);
  assert.equal(countWithin([{ sparse }, {}], 110, 1), 1);
});

/**
 * @param {IDBValidKey[]} keys
 * @param {any} [wishes] with the options of the `store`
 * @returns {Promise<{result: any, failure: any, walks: number}>} the plan, and how many records cursors went over
 */
async function planOf(keys, { store, ...wishes } = {}) {
  const name = crypto.randomUUID();
  const db = await appOpens(name, 1, (upgraded) => upgraded.createObjectStore('records', store));
  await put(
    db,
    'records',
    keys.map((key) => [{}, key]),
  );
  db.close();
  let walks = 0;
  const { advance } = IDBCursor.prototype;
  IDBCursor.prototype.advance = function (count) {
    walks += count;
    return advance.call(this, count);
  };
  try {
    const { result, failure } = await exportWorker({ [name]: ['records'] })({
      op: 'plan',
      database: name,
      store: 'records',
      range: {},
      atLeast: 2,
      recordsPerSplit: 1000,
      atMost: 8,
      ...wishes,
    });
    return { result, failure, walks };
  } finally {
    IDBCursor.prototype.advance = advance;
  }
}

test('evenly spaced keys are cut without a walk to the cut', async () => {
  const numbers = await planOf(Array.from({ length: 100 }, (_, i) => i + 1));
  assert.deepEqual(numbers.result.splits, [
    { range: { upper: { number: 51 }, upperOpen: true }, records: 50 },
    { range: { lower: { number: 51 } }, records: 50 },
  ]);
  assert.equal(numbers.walks, 0);
  const dates = await planOf(Array.from({ length: 100 }, (_, i) => new Date(i * 1000)));
  assert.deepEqual(
    dates.result.splits.map(({ records }) => records),
    [50, 50],
  );
  assert.equal(dates.walks, 0);
});

test('keys in heaps are cut where half of the records are', async () => {
  const { result, walks } = await planOf([...Array.from({ length: 99 }, (_, i) => i), 1e9]);
  assert.equal(result.records, 100);
  assert.deepEqual(
    result.splits.map(({ records }) => records),
    [50, 50],
  );
  assert.deepEqual(result.splits[1].range, { lower: { number: 50 } });
  assert.ok(walks > 0);
});

test('more splits than the fewest are of equal size whatever the keys', async () => {
  const { result } = await planOf(
    Array.from({ length: 100 }, (_, i) => i),
    { recordsPerSplit: 30 },
  );
  assert.deepEqual(
    result.splits.map(({ records }) => records),
    [25, 25, 25, 25],
  );
});

test('no cut leaves a record out, whatever the keys', async () => {
  for (const keys of [
    [1, 2],
    [0.1, 0.2, 0.3],
    [-Infinity, 1, Infinity],
    [5, new Date(5), 'x'],
    [new Date(0), new Date(1)],
    [-1e300, 1e300, 1e308],
  ]) {
    const { result } = await planOf(keys);
    assert.equal(result.records, keys.length, String(keys));
    assert.equal(
      result.splits.reduce((/** @type {number} */ sum, /** @type {any} */ split) => sum + split.records, 0),
      keys.length,
      String(keys),
    );
    assert.deepEqual(result.splits[0].range.lower, undefined);
    assert.deepEqual(result.splits.at(-1).range.upper, undefined);
  }
});

test('keys that lie too close for even cuts are cut elsewhere', async () => {
  const ulp = 128;
  for (const keys of [
    [1e18, 1e18 + ulp],
    [1e18, 1e18 + ulp, 1e18 + 2 * ulp],
    [1e18, 1e18 + ulp, 1e18 + 2 * ulp, 1e18 + 3 * ulp, 1e18 + 4 * ulp],
  ]) {
    const { result, failure } = await planOf(keys, { atLeast: 5 });
    assert.equal(failure, undefined, failure?.message);
    assert.equal(result.splits.length, keys.length);
    assert.equal(result.records, keys.length);
  }
});

test('a plan over nothing still has a split, since a count of nothing is a row', async () => {
  const lower = { number: 7 };
  for (const wishes of [
    {},
    { range: { lower } },
    { range: { lower, upper: lower, lowerOpen: true } },
    { aggregation: { groupBy: [], aggregates: [{ function: 'count' }] } },
  ]) {
    const { result } = await planOf([], wishes);
    assert.deepEqual(
      result.splits.map(({ range }) => range),
      [wishes.range ?? {}],
      JSON.stringify(wishes),
    );
  }
});

test('of a store that counts its keys each is looked at, as one may have been put', async () => {
  const fractionOf = async (keys, more) =>
    (await planOf(keys, { store: { autoIncrement: true }, ...more })).result.fraction;
  const counted = Array.from({ length: 20_010 }, (_, i) => i + 1);
  assert.equal(await fractionOf(counted, { enough: 1 }), undefined);
  assert.deepEqual(await fractionOf([...counted, 20_001.5], { enough: 1 }), { number: 20_001.5 });
  assert.deepEqual(await fractionOf([1, 1.5, 2], { enough: 9 }), { number: 1.5 });
  // Where types are not inferred nobody asks, and elsewhere the ends tell it.
  assert.equal(await fractionOf([1, 1.5, 2], {}), undefined);
  assert.equal(await fractionOf([1.5, 2], { enough: 9 }), undefined);
  assert.equal(await fractionOf([1, 1.5, 'x'], { enough: 9 }), undefined);
  assert.equal(await fractionOf([], { enough: 9 }), undefined);
  assert.equal((await planOf([1, 1.5, 2], { enough: 9 })).result.fraction, undefined);
});
