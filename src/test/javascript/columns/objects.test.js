// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import '../testing/platform.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BlobReader } from '../../../main/javascript/values/blobs.js';
import { encode, plain, streamOf, tableOf, through } from '../testing/arrow.js';

test('a File is its name, type, size, time and bytes, a Blob has neither name nor time', async () => {
  const type = {
    struct: [
      ['name', 'string'],
      ['type', 'string'],
      ['size', 'bigint'],
      ['lastModified', 'timestamp'],
      ['bytes', 'binary'],
    ].map(([name, kind]) => ({ name, type: kind })),
  };
  const values = [new File(['hello'], 'a.txt', { type: 'text/plain', lastModified: 9 }), new Blob([])];
  const blobs = new BlobReader();
  through(type, values, { blobs });
  await blobs.fetch();
  assert.deepEqual(through(type, values, { blobs }).map(plain), [
    { name: 'a.txt', type: 'text/plain', size: 5n, lastModified: 9000n, bytes: [...Buffer.from('hello')] },
    { name: null, type: '', size: 0n, lastModified: null, bytes: [] },
  ]);
});

test('a file that is gone does not fit', async () => {
  const blob = new Blob(['x']);
  blob.arrayBuffer = () => Promise.reject(new Error('gone'));
  const blobs = new BlobReader();
  const type = { struct: [{ name: 'bytes', type: 'binary' }] };
  through(type, [blob], { blobs });
  await blobs.fetch();
  assert.throws(() => through(type, [blob], { blobs }), {
    message: /a Blob does not fit binary: the file can no longer be read/,
  });
});

test('a file that is larger than any record does not fit, and is not read', () => {
  const blob = Object.defineProperty(new Blob(['x']), 'size', { value: 300 << 20 });
  const blobs = new BlobReader();
  assert.throws(() => through({ struct: [{ name: 'bytes', type: 'binary' }] }, [blob], { blobs }), {
    message: /a Blob does not fit binary: the file is larger than 67108864 bytes/,
  });
  assert.ok(!blobs.lacks);
  const size = { struct: [{ name: 'size', type: 'bigint' }] };
  assert.deepEqual(through(size, [blob]).map(plain), [{ size: BigInt(300 << 20) }]);
});

test('an object of the platform is a struct or a map of its attributes', () => {
  const struct = ['x', 'toJSON', 'toString'].map((name) => ({ name, type: 'double' }));
  assert.deepEqual(through({ struct }, [new DOMPoint(1.5)]).map(plain), [{ x: 1.5, toJSON: null, toString: null }]);
  assert.deepEqual(Array.from(through({ map: ['string', 'double'] }, [new DOMPoint(1.5)])[0]), [
    ['x', 1.5],
    ['y', 0],
  ]);
});

test('the own property of exactly the name is read, whatever it is called', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'a.b', '', '😀', "it's"];
  const columns = names.map((name) => ({ name, type: 'string' }));
  const record = JSON.parse(`{${names.map((name, i) => `${JSON.stringify(name)}:"${i}"`).join(',')}}`);
  const rows = tableOf(streamOf(columns, encode(columns, [record, {}]))).children.map((column) => Array.from(column));
  assert.deepEqual(
    rows,
    names.map((_, i) => [String(i), null]),
  );
});

test('a name with U+FFFD means the property with a lone surrogate there, unless there is one of its own', () => {
  const columns = [
    { name: 'a\ufffd', type: 'int' },
    { name: 's', type: { struct: [{ name: '\ufffd', type: 'int' }] } },
  ];
  const rows = encode(columns, [{ 'a\ud800': 1 }, { 'a\ud800': 1, 'a\ufffd': 2 }, { s: { '\udfff': 3 } }]);
  const table = tableOf(streamOf(columns, rows));
  assert.deepEqual(Array.from(table.getChildAt(0)), [1, 2, null]);
  assert.deepEqual(plain(Array.from(table.getChildAt(1))), [null, null, { '\ufffd': 3 }]);
});
