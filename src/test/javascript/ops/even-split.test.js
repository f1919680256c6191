// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import '../testing/indexeddb.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evenSplit } from '../../../main/javascript/ops/even-split.js';
import { ALL_KEYS } from '../../../main/javascript/paths/intervals.js';

/** A store of ascending numbers that answers what a plan asks of keys, and tells how often it counted. */
class NumberStore {
  counted = 0;

  /** @param {number[]} all */
  constructor(all) {
    this.all = all;
  }

  async keys(range, count) {
    const start = this.all.findIndex((key) => key >= range.lower);
    return start < 0 ? [] : this.all.slice(start, start + count);
  }

  async count(range) {
    this.counted++;
    return range === undefined ? this.all.length : this.all.filter((key) => range.includes(key)).length;
  }
}

async function cut(keys, count = 2) {
  const store = new NumberStore(keys);
  const even = await evenSplit(/** @type {any} */ (store), ALL_KEYS, [keys[0], keys.at(-1)], count);
  return { even, counted: store.counted };
}

const numbers = (count, key = (i) => i) => Array.from({ length: count }, (_, i) => key(i));

test('of many keys that lie equally densely none is counted', async () => {
  const { even, counted } = await cut(
    numbers(60_000, (i) => 7 + 3 * i),
    3,
  );
  assert.deepEqual(even, { records: 60_000, keys: [60_006, 120_005], counts: [20_000, 20_000, 20_000] });
  assert.equal(counted, 0);
});

test('few keys are counted', async () => {
  const { even, counted } = await cut(numbers(40_000));
  assert.deepEqual([even?.records, even?.counts, counted], [40_000, [20_000, 20_000], 2]);
});

test('many keys that lie more densely here than there are counted', async () => {
  const { even, counted } = await cut(numbers(60_000, (i) => (i < 30_000 ? i : 30_000 + 2 * (i - 30_000))));
  assert.equal(even?.records, 60_000);
  assert.equal(counted, 2);
});

test('many keys with a heap at one end or a gap between are counted', async () => {
  for (const keys of [[...numbers(60_000), 1e9], numbers(60_000, (i) => (i < 30_000 ? i : i + 30_000))]) {
    const { even, counted } = await cut(keys);
    assert.equal(even?.records, keys.length);
    assert.equal(counted, 2);
  }
});

test('keys in heaps at all the places that are looked at are counted', async () => {
  const heaps = numbers(15, (i) => numbers(64, (j) => (i + 1) * 1e12 + j)).flat();
  const { even, counted } = await cut([0, ...heaps, 1.6e13]);
  assert.deepEqual([even?.records, counted], [15 * 64 + 2, 2]);
});
