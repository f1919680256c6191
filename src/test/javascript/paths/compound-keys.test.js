// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import '../testing/indexeddb.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compoundIntervals } from '../../../main/javascript/paths/compound-keys.js';
import { compareKeys } from '../../../main/javascript/values/keys.js';
import { numbers } from '../testing/queries.js';
import { withThresholds } from '../testing/thresholds.js';

/** What `predicateRanges` makes of a list. */
const listOf = (...keys) => ({
  intervals: keys.map((key) => ({ lower: key, lowerOpen: false, upper: key, upperOpen: false })),
  exact: true,
});
const within = (lower, upper) => ({
  intervals: [{ lower, lowerOpen: false, upper, upperOpen: false }],
  exact: true,
});
const ends = (intervals) => intervals.map(({ lower, upper, upperOpen }) => [lower, upper, upperOpen]);
const points = (...keys) => keys.map((key) => [key, key, false]);

/** @param {number} most @param {any[]} parts */
const boundTo = (most, ...parts) =>
  withThresholds({ maxCompoundIntervals: most }, () => {
    const found = compoundIntervals(parts);
    return found && ends(found);
  });

test('as many pairs as the bound are looked up one by one', async () => {
  const [letters, one] = [listOf('a', 'b'), listOf(1, 2, 3)];
  const pairs = ['a', 'b'].flatMap((letter) => [1, 2, 3].map((number) => [letter, number]));
  assert.deepEqual(await boundTo(6, letters, one), points(...pairs));
});

test('of one pair more, all that begin as the first list says are looked at', async () => {
  const wanted = [
    [['a'], ['a\0'], true],
    [['b'], ['b\0'], true],
  ];
  assert.deepEqual(await boundTo(5, listOf('a', 'b'), listOf(1, 2, 3)), wanted);
  assert.deepEqual(await boundTo(5, listOf('a', 'b'), listOf(1, 2, 3), listOf(7)), wanted);
  const ranges = { intervals: [1, 3, 5].map((start) => within(start, start + 1).intervals[0]), exact: true };
  assert.deepEqual(await boundTo(5, listOf('a', 'b'), ranges), wanted);
});

test('lists are multiplied as far as the bound allows', async () => {
  const wanted = [
    [1, 'a'],
    [1, 'b'],
    [2, 'a'],
    [2, 'b'],
  ].map(([number, letter]) => [[number, letter], [number, `${letter}\0`], true]);
  assert.deepEqual(await boundTo(4, listOf(1, 2), listOf('a', 'b'), listOf(5, 6)), wanted);
});

test('a first list beyond the bound leads nowhere in particular', async () => {
  assert.equal(await boundTo(2, listOf(1, 2, 3), listOf(7)), null);
});

test('a thousand pairs are looked up, and of more none is beyond what is looked at', () => {
  const twenty = listOf(...numbers(20));
  assert.equal(compoundIntervals([twenty, listOf(...numbers(50))])?.length, 1000);
  const found = /** @type {any[]} */ (compoundIntervals([twenty, listOf(...numbers(51))]));
  assert.equal(found.length, 20);
  for (const [first, { lower, upper }] of found.entries())
    for (const pair of numbers(51).map((second) => [first, second]))
      assert.ok(compareKeys(lower, pair) <= 0 && compareKeys(pair, upper) < 0, String(pair));
});
