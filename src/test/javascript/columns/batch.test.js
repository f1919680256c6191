// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import '../testing/platform.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batchMessage } from '../../../main/javascript/columns/frame.js';
import { tableFromIPC } from '../../../main/javascript/node_modules/@uwdata/flechette/src/index.js';
import { BlobReader } from '../../../main/javascript/values/blobs.js';
import { encode, streamOf, TAIL, tableOf } from '../testing/arrow.js';

const id = { name: 'id', type: 'int' };
const name = { name: 'name', type: 'string' };
const corrupt = { name: '_corrupt', type: 'string', source: 'corrupt' };

const records = [{ id: 1, name: 'a' }, { id: 'two', name: 'b' }, 'three', { id: 4 }, { id: 5.5, name: 'e' }];
const keys = ['k1', 'k2', 'k3', 'k4', 'k5'];

/** @param {any[]} columns @param {any} batch */
function rowsOf(columns, batch) {
  const table = tableOf(streamOf(columns, batch));
  return Array.from({ length: batch.length }, (_, i) => table.children.map((column) => column.at(i)));
}

test('FAILFAST stops at the first record that does not fit', () => {
  assert.throws(() => encode([id, name], records, { keys }), {
    code: 'VALUE_DOES_NOT_FIT',
    message: new RegExp(
      '^Cannot read field \'id\' of the record with key \\{"string":"k2"\\} ' +
        "in store 'shop/orders': a string does not fit int\\.",
    ),
  });
});

test('a record that is null has null in every column, as inference takes it for an object without values', () => {
  const batch = encode([id, name], [{ id: 1, name: 'a' }, null, undefined, new Date(NaN)]);
  assert.deepEqual(rowsOf([id, name], batch), [
    [1, 'a'],
    [null, null],
    [null, null],
    [null, null],
  ]);
});

test('FAILFAST judges only what is read', () => {
  const batch = encode([name], [records[0], records[1]], { judged: [id] });
  assert.deepEqual(rowsOf([name], batch), [['a'], ['b']]);
  assert.deepEqual(batch.malformed, { count: 0, first: {} });
});

test('PERMISSIVE nulls the value that does not fit, in its column alone', () => {
  const batch = encode([id, name], records, { keys, mode: 'PERMISSIVE' });
  assert.deepEqual(rowsOf([id, name], batch), [
    [1, 'a'],
    [null, 'b'],
    [null, null],
    [4, null],
    [null, 'e'],
  ]);
  assert.deepEqual(batch.malformed, {
    count: 3,
    first: {
      id: `field 'id' of the record with key {"string":"k2"} in store 'shop/orders': a string does not fit int`,
      name:
        'field \'name\' of the record with key {"string":"k3"} ' +
        "in store 'shop/orders': a string has no fields, as the record should",
    },
  });
});

test('the corrupt column holds the malformed records, and null for the others', () => {
  const columns = [id, corrupt];
  assert.deepEqual(rowsOf(columns, encode(columns, records, { mode: 'PERMISSIVE' })), [
    [1, null],
    [null, '{"id":"two","name":"b"}'],
    [null, '"three"'],
    [4, null],
    [null, '{"id":5.5,"name":"e"}'],
  ]);
});

test('the corrupt column goes by the whole table', () => {
  const columns = [name, corrupt];
  const rows = rowsOf(columns, encode(columns, records, { mode: 'PERMISSIVE', judged: [id, name, corrupt] }));
  assert.deepEqual(
    rows.map(([, text]) => text !== null),
    [false, true, true, false, true],
  );
});

test('a record that contains itself is named in the corrupt column', () => {
  const cyclic = { id: 'x' };
  cyclic.self = cyclic;
  const columns = [id, corrupt];
  assert.deepEqual(rowsOf(columns, encode(columns, [cyclic], { mode: 'PERMISSIVE' })), [
    [null, '{"$unreadable":"it contains itself"}'],
  ]);
});

test('DROPMALFORMED leaves malformed records out, going by the whole table', () => {
  const batch = encode([name], records, { mode: 'DROPMALFORMED', judged: [id, name] });
  assert.deepEqual(rowsOf([name], batch), [['a'], [null]]);
  assert.equal(batch.malformed.count, 3);
});

test('a Blob that cannot be read is judged though nothing of it is sent', async () => {
  const gone = new Blob(['x']);
  gone.arrayBuffer = () => Promise.reject(new Error('gone'));
  const values = [
    { id: 1, file: gone },
    { id: 2, file: new Blob(['y']) },
  ];
  const file = { name: 'file', type: { struct: [{ name: 'bytes', type: 'binary' }] } };
  for (const columns of [[id], [id, file]]) {
    const blobs = new BlobReader();
    const how = { mode: 'DROPMALFORMED', judged: [id, file], blobs };
    encode(columns, values, how);
    await blobs.fetch();
    const batch = encode(columns, values, how);
    assert.deepEqual([batch.length, batch.malformed.count], [1, 1]);
  }
});

test('keys that are twice in a Map are found while the bytes of another record are not here', async () => {
  const notes = { name: 'notes', type: { map: ['text', 'text'] } };
  /** @type {[unknown, string][]} */
  const entries = [
    ['1', 'a'],
    [1, 'b'],
  ];
  const given = [{ file: new Blob(['hi']) }, new Map(entries), { c: 'd' }].map((map) => ({ notes: map }));
  for (const mode of ['DROPMALFORMED', 'PERMISSIVE']) {
    const blobs = new BlobReader();
    const how = { mode, blobs };
    assert.equal(encode([notes], given, how).malformed.count, 1);
    await blobs.fetch();
    assert.equal(encode([notes], given, how).malformed.count, 1);
    assert.ok(!blobs.lacks);
  }
  assert.throws(() => encode([notes], given, {}), {
    code: 'VALUE_DOES_NOT_FIT',
    details: { key: { number: 1 }, column: 'notes' },
  });
});

test('a record that is an object of the platform has columns', () => {
  const columns = [{ name: 'x', type: 'double' }, id];
  const text = { name: 'text', type: 'json', source: 'value' };
  assert.deepEqual(rowsOf(columns, encode(columns, [new DOMPoint(1.5), {}])), [
    [1.5, null],
    [null, null],
  ]);
  assert.deepEqual(rowsOf([text], encode([text], [new DOMPoint(1.5)])), [['{"x":1.5,"y":0}']]);
});

test('DROPMALFORMED may leave nothing', () => {
  const batch = encode([id], ['x'], { mode: 'DROPMALFORMED' });
  assert.equal(batch.length, 0);
});

test('a column may be called __proto__', () => {
  const batch = encode([{ name: '__proto__', type: 'int' }], [JSON.parse('{"__proto__":"x"}')], { mode: 'PERMISSIVE' });
  assert.deepEqual(Object.keys(batch.malformed.first), ['__proto__']);
});

test('head, batches and tail make one stream', () => {
  const columns = [id, name];
  const stream = streamOf(columns, encode(columns, [{ id: 1, name: 'é' }]), encode(columns, [{}, { id: 2 }]));
  assert.deepEqual(
    tableOf(stream)
      .toArray()
      .map((row) => ({ ...row })),
    [
      { id: 1, name: 'é' },
      { id: null, name: null },
      { id: 2, name: null },
    ],
  );
});

test('a batch without columns still says how many rows it has', () => {
  const stream = streamOf([], encode([], [1, 2, 3]));
  // length of the RecordBatch table, its only field
  assert.ok(Buffer.from(stream).includes(Buffer.from(BigInt64Array.of(3n).buffer)));
  assert.deepEqual(Buffer.from(stream.subarray(-8)), Buffer.from(TAIL));
  assert.equal(tableFromIPC(stream).numCols, 0);
});

test('a batch is whole, however many columns there are', () => {
  for (let count = 1; count <= 300; count++) {
    const columns = Array.from({ length: count }, (_, i) => ({ name: 'x'.repeat(count % 20) + i, type: 'bigint' }));
    const record = Object.fromEntries(columns.map((column, i) => [column.name, i]));
    assert.deepEqual(
      rowsOf(columns, encode(columns, [record])),
      [columns.map((_, i) => BigInt(i))],
      `${count} columns`,
    );
  }
});

test('metadata and every buffer of a batch begin at a multiple of eight bytes', () => {
  const columns = [id, name, { name: 'tags', type: { array: 'tinyint' } }];
  for (let rows = 1; rows <= 20; rows++) {
    const records = Array.from({ length: rows }, (_, i) => ({
      id: i,
      name: 'x'.repeat(i),
      tags: i % 2 === 0 ? null : [i],
    }));
    const [metadata, ...body] = batchMessage(/** @type {any[]} */ (encode(columns, records).columns), rows);
    assert.equal(metadata.length % 8, 0);
    assert.deepEqual([...new Int32Array(metadata.buffer, 0, 2)], [-1, metadata.length - 8]);
    for (let i = 0; i < body.length; i += 2) assert.equal((body[i].length + body[i + 1].length) % 8, 0);
  }
});
