// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import '../testing/platform.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Summary } from '../../../main/javascript/summary/summary.js';

/** @param {unknown[]} records @returns {any} */
function summaryOf(...records) {
  const summary = new Summary(0);
  records.forEach((record, i) => summary.add(record, { number: i }));
  return summary.toJson();
}

const kindsOf = (...records) => summaryOf(...records).root.kinds;
const names = (node) => node.object.fields.map(({ name }) => name);

test('counts kinds', () => {
  assert.deepEqual(
    kindsOf(
      null,
      undefined,
      new Date(NaN),
      true,
      1,
      -0,
      1.5,
      NaN,
      2 ** 53,
      1n,
      2n ** 63n,
      10n ** 38n,
      'a',
      new Date(0),
    ),
    { null: 3, boolean: 1, integer: 1, number: 4, bigint64: 1, bigint38: 1, bigint: 1, string: 1, date: 1 },
  );
  assert.deepEqual(
    kindsOf(new ArrayBuffer(1), new DataView(new ArrayBuffer(1)), new Uint8Array(1), new Uint8ClampedArray(1)),
    { binary: 4 },
  );
  assert.deepEqual(
    kindsOf(
      new Int8Array(),
      new Int16Array(),
      new Uint16Array(),
      new Int32Array(),
      new Uint32Array(),
      new Float32Array(),
      new Float64Array(),
      new BigInt64Array(),
      new BigUint64Array(),
    ),
    { int8: 1, int16: 1, uint16: 1, int32: 1, uint32: 1, float32: 1, float64: 1, int64: 1, uint64: 1 },
  );
  assert.deepEqual(kindsOf([], new Set(), {}, new Map(), new Blob(), new File([], 'a'), /a/, new RangeError()), {
    list: 2,
    object: 1,
    map: 1,
    blob: 2,
    regexp: 1,
    error: 1,
  });
  assert.deepEqual(kindsOf(Object(1), Object('a'), Object(true), Object(1n), Object(-0)), {
    integer: 1,
    string: 1,
    boolean: 1,
    bigint64: 1,
    number: 1,
  });
});

test('fields stand where they were first seen', () => {
  const { root } = summaryOf({ b: 1, a: 2 }, { c: 1, a: 'x' });
  assert.deepEqual(root.object.fields, [
    { name: 'b', at: [0, 0], node: { kinds: { integer: 1 } } },
    { name: 'a', at: [0, 1], node: { kinds: { integer: 1, string: 1 } } },
    { name: 'c', at: [1, 0], node: { kinds: { integer: 1 } } },
  ]);
});

test('the ordinal goes on from what was summarized before', () => {
  const summary = new Summary(300);
  summary.add({ a: 1 }, { number: 1 });
  assert.deepEqual(/** @type {any} */ (summary.toJson().root).object.fields[0].at, [300, 0]);
});

test('describes what is inside lists, sets and maps', () => {
  const { root } = summaryOf({ l: [1, null], s: new Set(['a']), m: new Map([['k', { x: 1n }]]) });
  const [l, s, m] = root.object.fields.map(({ node }) => node);
  assert.deepEqual(l.list.kinds, { integer: 1, null: 1 });
  assert.deepEqual(s.list.kinds, { string: 1 });
  assert.deepEqual(m.map.keys.kinds, { string: 1 });
  assert.deepEqual(names(m.map.values), ['x']);
});

test('an object without properties is an object with no fields', () => {
  assert.deepEqual(summaryOf({}).root, { kinds: { object: 1 }, object: { fields: [] } });
});

test('takes properties called like those of Object for data', () => {
  const { root } = summaryOf(JSON.parse('{"__proto__":1,"constructor":2,"toString":null}'));
  assert.deepEqual(names(root), ['__proto__', 'constructor', 'toString']);
});

test('of more than 250 names the others are one, and of more than 10,000 of a record', () => {
  const wide = (count, value) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`n${i}`, value]));
  const { object } = summaryOf({ a: wide(250, 1) }).root.object.fields[0].node;
  assert.equal(object.fields.length, 250);
  assert.equal(object.values, undefined);
  const { node } = summaryOf({ a: wide(252, 1) }, { a: { n0: true, other: 'x' } }).root.object.fields[0];
  assert.equal(names(node).length, 250);
  assert.deepEqual(node.object.fields[0].node, { kinds: { integer: 1, boolean: 1 } });
  assert.deepEqual(node.object.values, { kinds: { integer: 2, string: 1 } });
  const { root } = summaryOf(wide(10_001, {}));
  assert.equal(names(root).length, 10_000);
  assert.deepEqual(root.object.values, { kinds: { object: 1 }, object: { fields: [] } });
});

test('what is nested more than 32 levels is only counted as deep', () => {
  const nested = (levels) => (levels === 0 ? 1 : [nested(levels - 1)]);
  let node = summaryOf(nested(33)).root;
  for (let level = 1; level <= 32; level++) {
    assert.deepEqual(node.kinds, { list: 1 });
    node = node.list;
  }
  assert.deepEqual(node, { kinds: { deep: 1 } });
});

test('of a record that holds what has no form all else is seen', () => {
  const url = new URL('http://localhost');
  const summary = summaryOf({ a: 1 }, { b: 'only here', url }, { c: [true, url], d: { e: 1n, url } });
  assert.deepEqual(summary.corrupt, { count: 2, key: { number: 1 }, reason: 'it holds an object of class URL' });
  assert.equal(summary.records, 1);
  assert.deepEqual(summary.root, {
    kinds: { object: 3 },
    object: {
      fields: [
        { name: 'a', at: [0, 0], node: { kinds: { integer: 1 } } },
        { name: 'b', at: [1, 0], node: { kinds: { string: 1 } } },
        { name: 'url', at: [1, 1], node: { kinds: {} } },
        { name: 'c', at: [2, 0], node: { kinds: { list: 1 }, list: { kinds: { boolean: 1 } } } },
        {
          name: 'd',
          at: [2, 1],
          node: {
            kinds: { object: 1 },
            object: {
              fields: [
                { name: 'e', at: [2, 0], node: { kinds: { bigint64: 1 } } },
                { name: 'url', at: [2, 1], node: { kinds: {} } },
              ],
            },
          },
        },
      ],
    },
  });
  assert.deepEqual(summaryOf(url), {
    records: 0,
    corrupt: { count: 1, key: { number: 0 }, reason: 'it holds an object of class URL' },
    root: { kinds: {} },
  });
});

test('an object of the platform is an object of its attributes, an exception an Error', () => {
  const { corrupt, root } = summaryOf({ point: new DOMPoint(1), error: new DOMException('no', 'DataError') });
  assert.equal(corrupt.count, 0);
  const [first, second] = root.object.fields;
  assert.deepEqual(first.node.kinds, { object: 1 });
  assert.deepEqual(names(first.node), ['x', 'y']);
  assert.deepEqual(second.node, { kinds: { error: 1 } });
});

test('a record that contains itself is seen once', () => {
  const cyclic = { id: 1, children: [{ id: 2 }, { id: 3 }] };
  for (const child of cyclic.children) Object.assign(child, { parent: cyclic, siblings: cyclic.children });
  const { corrupt, root } = summaryOf(cyclic);
  assert.equal(corrupt.reason, 'it contains itself');
  assert.deepEqual(names(root), ['id', 'children']);
  const { list } = root.object.fields[1].node;
  assert.deepEqual(list.kinds, { object: 2 });
  assert.deepEqual(
    list.object.fields.map(({ name, node }) => [name, node]),
    [
      ['id', { kinds: { integer: 2 } }],
      ['parent', { kinds: {} }],
      ['siblings', { kinds: {} }],
    ],
  );
});

test('records that all refer to each other are seen in no time', () => {
  const all = Array.from({ length: 100 }, (_, id) => ({ id }));
  for (const record of all) Object.assign(record, { all: [...all] });
  const { corrupt, root } = summaryOf(...all);
  assert.equal(corrupt.count, 100);
  assert.deepEqual(names(root), ['id', 'all']);
});

test('a list of far more places than values is left out, not walked through', () => {
  const list = [];
  list[4e9] = 1;
  const { corrupt, root } = summaryOf({ list, a: 1 });
  assert.deepEqual(corrupt, { count: 1, key: { number: 0 }, reason: 'it holds a list of 4000000001 places' });
  assert.deepEqual(
    root.object.fields.map(({ name, node }) => [name, node.kinds]),
    [
      ['list', {}],
      ['a', { integer: 1 }],
    ],
  );
});

test('what unfolds to too many values is left out where it does', () => {
  /** @type {object} */
  let wide = { leaf: 1 };
  for (let i = 0; i < 25; i++) wide = { left: wide, right: wide };
  const { corrupt, root } = summaryOf({ id: 1, wide });
  assert.equal(corrupt.reason, 'it unfolds to more values than a record may have');
  assert.deepEqual(
    root.object.fields.map(({ name, node }) => [name, node]),
    [
      ['id', { kinds: { integer: 1 } }],
      ['wide', { kinds: {} }],
    ],
  );
});

test('values that are shared are no cycle', () => {
  const shared = { x: 1 };
  assert.equal(summaryOf({ a: shared, b: [shared, shared] }).corrupt.count, 0);
});
