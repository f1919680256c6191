// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import '../testing/platform.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BlobReader } from '../../../main/javascript/values/blobs.js';
import { toTaggedJson } from '../../../main/javascript/values/tagged-json.js';

const json = (value, blobs = new BlobReader()) => toTaggedJson(value, blobs);

/** @type {any[][]} */
const cases = [
  ['plain JSON stays as it is', { a: [1, 1.5, 'x', true, null, {}] }, '{"a":[1,1.5,"x",true,null,{}]}'],
  [
    'numbers that JSON lacks',
    [NaN, Infinity, -Infinity, -0],
    '[{"$number":"NaN"},{"$number":"Infinity"},{"$number":"-Infinity"},{"$number":"-0"}]',
  ],
  ['bigint', 10n ** 20n, '{"$bigint":"100000000000000000000"}'],
  ['Date', new Date(5), '{"$date":5}'],
  ['invalid Date', [new Date(NaN)], '[{"$date":null}]'],
  [
    'binary of every class',
    [new ArrayBuffer(1), new DataView(new ArrayBuffer(1)), Uint8Array.of(0, 1), new Uint8ClampedArray(0)],
    '[{"$binary":"AA=="},{"$binary":"AA=="},{"$binary":"AAE="},{"$binary":""}]',
  ],
  ['the part of a buffer that a view shows', new Uint8Array(Uint8Array.of(9, 1, 9).buffer, 1, 1), '{"$binary":"AQ=="}'],
  ['typed arrays', new Float32Array([1.5, NaN]), '{"$array":{"type":"float32","values":[1.5,{"$number":"NaN"}]}}'],
  ['big typed arrays', new BigUint64Array([1n]), '{"$array":{"type":"uint64","values":[{"$bigint":"1"}]}}'],
  [
    'Map',
    new Map(
      /** @type {any[]} */ ([
        ['a', 1],
        [{ b: 2 }, null],
      ]),
    ),
    '{"$map":[["a",1],[{"b":2},null]]}',
  ],
  ['Set', new Set([1, 'a']), '{"$set":[1,"a"]}'],
  ['RegExp', /a\/"b/gi, '{"$regexp":{"source":"a\\\\/\\"b","flags":"gi"}}'],
  ['boxed primitives', [Object(1), Object('a'), Object(false), Object(2n)], '[1,"a",false,{"$bigint":"2"}]'],
  ['names that look like tags', { $date: 1, $$x: 2, a$: 3 }, '{"$$date":1,"$$$x":2,"a$":3}'],
  ['names that look like each other as tags', { $x: 1, $$x: 1 }, '{"$$x":1,"$$$x":1}'],
  // biome-ignore lint/suspicious/noSparseArray: that is what it is about.
  ['holes and undefined', { a: [1, , undefined], b: undefined }, '{"a":[1,null,null],"b":null}'],
  ['a lone surrogate', { '\ud800': '\udfff' }, '{"\\ud800":"\\udfff"}'],
  ['a property called __proto__', JSON.parse('{"__proto__":{"a":1}}'), '{"__proto__":{"a":1}}'],
  ['an object without prototype', Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
];

for (const [rule, value, text] of cases) {
  test(`writes ${rule}`, () => assert.equal(json(value), text));
}

test('what an object inherits is no data', () => {
  const value = { a: 1 };
  Object.defineProperty(value, 'hidden', { value: 2, enumerable: false });
  assert.equal(json(value), '{"a":1}');
});

test('an Error is its name, message and stack', () => {
  const error = Object.assign(new RangeError('far'), { stack: 'at x' });
  assert.equal(json(error), '{"$error":{"name":"RangeError","message":"far","stack":"at x"}}');
});

test('an object of the platform is one of its attributes', () => {
  assert.equal(json([new DOMPoint(1.5), new DOMPoint(NaN)]), '[{"x":1.5,"y":0},{"x":{"$number":"NaN"},"y":0}]');
  const error = Object.assign(new DOMException('no', 'DataError'), { stack: 'at x' });
  assert.equal(json(error), '{"$error":{"name":"DataError","message":"no","stack":"at x"}}');
});

test('a Blob is read in between', async () => {
  const blobs = new BlobReader();
  const value = [new Blob(['hi'], { type: 'text/plain' }), new File(['x'], 'n', { lastModified: 7 })];
  json(value, blobs);
  assert.ok(blobs.lacks);
  await blobs.fetch();
  assert.deepEqual(JSON.parse(json(value, blobs)), [
    { $blob: { name: null, type: 'text/plain', size: 2, lastModified: null, bytes: 'aGk=' } },
    { $blob: { name: 'n', type: '', size: 1, lastModified: { $date: 7 }, bytes: 'eA==' } },
  ]);
  assert.ok(!blobs.lacks);
});

test('a Blob that is larger than any record is not read', async () => {
  const blobs = new BlobReader();
  const blob = Object.defineProperty(new Blob(['x']), 'size', { value: 300 << 20 });
  blob.arrayBuffer = () => assert.fail('it was read');
  assert.throws(() => json({ blob }, blobs), { message: 'it holds a file that is larger than 67108864 bytes' });
  assert.ok(!blobs.lacks);
});

test('what contains itself has no form', () => {
  const value = { a: /** @type {unknown[]} */ ([]) };
  value.a.push(new Map([['b', value]]));
  assert.throws(() => json(value), { message: 'it contains itself' });
});

test('a value that is merely shared is written each time', () => {
  const shared = { a: 1 };
  assert.equal(json([shared, shared]), '[{"a":1},{"a":1}]');
});

test('a thousand levels have a form, more have none', () => {
  assert.equal(json(nested(1000)).length, 2 * 1000 + 1);
  assert.throws(() => json(nested(1001)), { message: 'it is nested more than 1000 levels deep' });
});

test('values that unfold without end have no form', () => {
  let value = /** @type {any[]} */ (['x'.repeat(1000)]);
  for (let i = 0; i < 40; i++) value = [value, value];
  assert.throws(() => json(value), { message: 'it unfolds to more values than a record may have' });
});

test('nothing that unfolds without end has no form either', () => {
  let value = /** @type {any[]} */ ([]);
  for (let i = 0; i < 40; i++) value = [value, value];
  assert.throws(() => json(value), { message: 'it unfolds to more values than a record may have' });
});

test('objects of the browser have no form', () => {
  assert.throws(() => json([new URL('http://localhost')]), { message: 'it holds an object of class URL' });
});

/** @param {number} levels */
function nested(levels) {
  let value = /** @type {unknown} */ (1);
  for (let i = 0; i < levels; i++) value = [value];
  return value;
}
