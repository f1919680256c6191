// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import './platform.js';
import { cells, fitting, misfits, nulls, projections } from './column-cases.js';

/** Records and columns of which vectors are made, which Java's encoders are held to. */

const id = { name: 'id', type: 'int' };
const corrupt = { name: '_corrupt', type: 'string', source: 'corrupt' };

/** @param {any} type */
const field = (type) => [{ name: 'v', type }, id];

/** A line does not tell a boxed primitive from a plain one, and so an error does not either. */
const error = Object.assign(new TypeError('no'), { stack: 'at x' });

const own = [...fitting, ...projections, ...nulls, ...cells].map(([type, value], i) => ({
  type,
  values: i < fitting.length ? value : [value],
}));

/** @param {any} value */
function withoutStack(value) {
  return value instanceof Error ? error : value;
}

const records = [{ id: 1, name: 'a' }, { id: 'two', name: 'b' }, 'three', { id: 4 }, { id: 5.5, name: 'e' }, null];
const name = { name: 'name', type: 'string' };
const keys = ['k1', 2, new Date(3), [4, ['x', new Date(5)]], Uint8Array.of(6).buffer, -Infinity];

/** @type {any[]} */
export const encodingCases = [
  ...own.flatMap(({ type, values }) =>
    ['arrow', 'ndjson', 'csv'].map((format) => ({
      rule: `${JSON.stringify(type)} in ${format}`,
      columns: field(type),
      format,
      values: [...values.map((v) => ({ v: withoutStack(v), id: 1 })), {}, { v: new Date(NaN) }],
    })),
  ),
  ...misfits.flatMap(([type, value, why]) => [
    { rule: why, columns: field(type), values: [{ v: value }] },
    { rule: `${why} (corrupt)`, columns: [...field(type), corrupt], mode: 'PERMISSIVE', values: [{ v: value }, {}] },
  ]),
  ...['arrow', 'ndjson', 'csv'].flatMap((format) =>
    ['PERMISSIVE', 'DROPMALFORMED'].map((mode) => ({
      rule: `${mode} in ${format}`,
      columns: [name, corrupt],
      judged: [id, name],
      mode,
      format,
      keys,
      values: records,
    })),
  ),
  ...['double', 'string', 'timestamp', 'binary', 'json', 'text'].map((type) => ({
    rule: `keys as ${type}`,
    columns: [{ name: '_key', type, source: 'key' }, id],
    mode: 'PERMISSIVE',
    keys: [...keys, 1e-7, 1.5e300, 123456789012345680000, 0.1, 2 ** -44, '\ud800"\n'],
    values: Array.from({ length: 12 }, () => ({ id: 1 })),
  })),
  { rule: 'no columns', columns: [], values: [1, 2, 3] },
  { rule: 'no rows', columns: [id], mode: 'DROPMALFORMED', values: ['x'] },
  {
    rule: 'whole records',
    columns: [],
    format: 'ndjson',
    values: [{ $a: new Date(5) }, 'x', null, new Date(NaN), [1n]],
  },
  { rule: 'a record without fields', columns: [id], values: [new Map()] },
  {
    rule: 'the record as a value',
    columns: [{ name: 'value', type: 'json', source: 'value' }],
    values: [1, null, [{}]],
  },
  {
    rule: 'the way to a nested value',
    columns: field({ array: { struct: [{ name: 'tags', type: { map: ['string', { array: 'int' }] } }] } }),
    values: [{ v: [{}, { tags: { a: [1], b: [2, 'three'] } }] }],
  },
  {
    rule: 'fields of elements are met one after the other',
    columns: field({ array: { struct: ['a', 'b'].map((each) => ({ name: each, type: 'int' })) } }),
    values: [
      {
        v: [
          { a: 1, b: 'x' },
          { a: 'y', b: 2 },
        ],
      },
    ],
  },
  {
    rule: 'names of every kind',
    columns: ['__proto__', 'constructor', '$a', '$$', 'a.b', '', '😀', 'a\ufffd', '"', '7'].map((each) => ({
      name: each,
      type: 'json',
    })),
    values: [
      JSON.parse('{"__proto__":1,"constructor":2,"$a":3,"$$":4,"a.b":5,"":6,"😀":7,"a\\ud800":8,"\\"":9,"7":0}'),
    ],
  },
  {
    rule: 'Blobs',
    columns: field({
      struct: ['name', 'type', 'size', 'lastModified', 'bytes'].map((each, i) => ({
        name: each,
        type: ['string', 'string', 'bigint', 'timestamp', 'binary'][i],
      })),
    }),
    values: [{ v: new Blob(['hi']) }, { v: new File(['x'], 'n', { type: 'text/plain', lastModified: 7 }) }],
  },
  ...['arrow', 'csv', 'ndjson'].map((format) => ({
    rule: `bytes of Blobs as text in ${format}`,
    columns: [
      { name: 'v', type: { struct: [{ name: 'bytes', type: 'text' }] } },
      { name: 'v', type: { struct: [{ name: 'bytes', type: 'json' }] } },
    ],
    format,
    values: [{ v: new Blob(['hi']) }],
  })),
];
