// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import '../testing/indexeddb.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { remainingOf } from '../../../main/javascript/paths/intervals.js';
import { compareKeys, keyFromJson, keyToJson } from '../../../main/javascript/values/keys.js';
import { vectors } from '../testing/vectors.js';

const keys = vectors('keys');

test('keys survive the way to JSON and back', () => {
  for (const key of keys) assert.deepEqual(keyToJson(keyFromJson(key)), key);
});

test('keys are ordered as IndexedDB orders them', () => {
  keys.forEach((a, i) =>
    keys.forEach((b, j) => {
      assert.equal(
        Math.sign(compareKeys(keyFromJson(a), keyFromJson(b))),
        Math.sign(i - j),
        `${JSON.stringify(a)} ${JSON.stringify(b)}`,
      );
    }),
  );
});

test('refuses what is no key', () => {
  for (const json of [
    null,
    5,
    {},
    { number: 'NaN' },
    { string: 5 },
    { date: '1' },
    { number: 1, string: 'a' },
    { array: [{}] },
  ]) {
    assert.throws(() => keyFromJson(/** @type {any} */ (json)), {
      code: 'BAD_MESSAGE',
      message: /^Cannot serve a request: its 'key' is /,
    });
  }
});

test('the whole store goes from the least key on without end', () => {
  assert.deepEqual(remainingOf({}), [{ lower: -Infinity, lowerOpen: false, upper: undefined, upperOpen: false }]);
});

test('what is done bounds a range from below', () => {
  const range = { lower: { number: 1 }, upper: { number: 9 }, upperOpen: true };
  assert.deepEqual(remainingOf(range, { number: 5 }), [{ lower: 5, lowerOpen: true, upper: 9, upperOpen: true }]);
  assert.deepEqual(remainingOf(range, { number: 1 }), [{ lower: 1, lowerOpen: true, upper: 9, upperOpen: true }]);
  assert.deepEqual(remainingOf(range, { number: 5 }, true), [
    { lower: 1, lowerOpen: false, upper: 5, upperOpen: true },
  ]);
});

test('a key before the range takes nothing away from it', () => {
  assert.deepEqual(remainingOf({ lower: { number: 5 } }, { number: 1 }), [
    { lower: 5, lowerOpen: false, upper: undefined, upperOpen: false },
  ]);
});

test('nothing is left of a range that is done', () => {
  assert.deepEqual(remainingOf({ upper: { string: 'm' } }, { string: 'm' }), []);
  assert.deepEqual(remainingOf({ lower: { date: 0 }, upper: { number: 5 } }), []);
  assert.deepEqual(remainingOf({ lower: { number: 5 }, upper: { number: 5 }, upperOpen: true }), []);
  assert.deepEqual(remainingOf({ lower: { number: 5 }, upper: { number: 5 } }), [
    { lower: 5, lowerOpen: false, upper: 5, upperOpen: false },
  ]);
});
