// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digestOf } from '../../../main/javascript/values/digest.js';

const VALUES = {
  'a text': () => 'x'.repeat(20_000),
  'a text that ends otherwise': () => `${'x'.repeat(19_999)}y`,
  'a longer text than is looked at': () => 'x'.repeat(1 << 17),
  'a number': () => 7,
  null: () => null,
  'a BigInt': () => 8n,
  'a Date': () => new Date(1),
  'a Date a millisecond later': () => new Date(2),
  'a record': () => ({ id: 1, at: new Date(5), tags: ['a', new Map([['b', 1n]])] }),
  'a record with another entry': () => ({ id: 1, at: new Date(5), tags: ['a', new Map([['b', 3n]])] }),
  bytes: () => Uint8Array.of(1, 2, 3),
  'other bytes': () => Uint8Array.of(1, 2, 4),
  'a Blob': () => new Blob(['abc']),
  'a larger Blob': () => new Blob(['abcd']),
  'an object without a prototype': () => Object.assign(Object.create(null), { id: 77 }),
};

test('values that differ have different digests, and equal ones the same', () => {
  const digests = Object.entries(VALUES).map(([name, value]) => {
    assert.equal(digestOf(value()), digestOf(value()), name);
    return digestOf(value());
  });
  assert.equal(new Set(digests).size, digests.length);
  for (const digest of digests) assert.ok(Number.isSafeInteger(digest) && digest >= 0);
});

test('what contains itself, and a list that is too long, come to an end', () => {
  /** @type {any} */
  const record = { id: 1, all: [] };
  for (let i = 0; i < 1000; i++) record.all.push(record);
  assert.equal(digestOf(record), digestOf(structuredClone(record)));
  assert.equal(digestOf(new Array(1e6).fill('x')), digestOf(new Array(1e6).fill('x')));
});

test('a field may be called size and be anything', () => {
  const digests = [10n, 11n, 'x', [1, 2], { valueOf: 1, toString: 1 }, 5].map((size) => digestOf({ size }));
  assert.equal(new Set(digests).size, digests.length);
});
