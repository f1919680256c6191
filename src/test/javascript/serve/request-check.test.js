// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Column } from '../../../main/javascript/protocol/protocol.js' */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { typeOf } from '../../../main/javascript/evaluation/references.js';
import {
  checkRequest,
  MAX_PREDICATE_LEVELS,
  MAX_PREDICATE_PARTS,
} from '../../../main/javascript/serve/request-check.js';
import { vectors } from '../testing/vectors.js';

/** @type {Column[]} */
const COLUMNS = [
  { name: 'flag', type: 'boolean' },
  { name: 'tiny', type: 'tinyint' },
  { name: 'small', type: 'smallint' },
  { name: 'count', type: 'int' },
  { name: 'id', type: 'bigint' },
  { name: 'score', type: 'double' },
  { name: 'ratio', type: 'float' },
  { name: 'price', type: { decimal: [10, 2] } },
  { name: 'name', type: 'string' },
  { name: 'digest', type: 'binary' },
  { name: 'day', type: 'date' },
  { name: 'at', type: 'timestamp' },
  { name: 'tags', type: { array: 'string' } },
  { name: 'a.b', type: { struct: [{ name: 'c', type: 'json' }] } },
];

/**
 * @param {string} name
 * @param {unknown} value
 */
function equal(name, value) {
  return { op: '=', column: [name], value };
}

/** @param {object} query whether it is taken, else that it is refused as a bad message */
function isTaken(query) {
  try {
    checkRequest({ ...vectors('messages')['read request'], ...query });
    return true;
  } catch (error) {
    assert.equal(error.code, 'BAD_MESSAGE');
    return false;
  }
}

const isPredicate = (/** @type {unknown} */ predicate, /** @type {object[]} */ tested) =>
  isTaken({ predicate, tested });
const isAggregation = (/** @type {unknown} */ aggregation, /** @type {object[]} */ columns) =>
  isTaken({ aggregation, columns });

test('a reference names a column and then the fields of its structs', () => {
  assert.equal(typeOf(['id'], COLUMNS), 'bigint');
  assert.equal(typeOf(['a.b', 'c'], COLUMNS), 'json');
  for (const none of [
    [],
    'id',
    null,
    ['ID'],
    ['a', 'b'],
    ['a.b', 'c', 'd'],
    ['tags', 'element'],
    ['toString'],
    [['id']],
  ]) {
    assert.equal(typeOf(/** @type {any} */ (none), COLUMNS), null, JSON.stringify(none));
  }
});

test('takes a literal of the type of its column', () => {
  const fitting = [
    ['flag', false],
    ['tiny', -128],
    ['small', 32767],
    ['count', -(2 ** 31)],
    ['day', 0],
    ['id', '9223372036854775807'],
    ['at', '-1'],
    ['score', 0.1],
    ['score', 'NaN'],
    ['score', '-Infinity'],
    ['ratio', Math.fround(0.1)],
    ['ratio', -0],
    ['ratio', 'NaN'],
    ['ratio', '-Infinity'],
    ['price', '-12.50'],
    ['name', ''],
    ['digest', 'AAE='],
  ];
  for (const [name, value] of fitting)
    assert.ok(isPredicate(equal(String(name), value), COLUMNS), `${name} = ${value}`);
});

test('refuses a literal of any other type', () => {
  const unfit = [
    ['flag', 'true'],
    ['tiny', 128],
    ['small', -32769],
    ['count', 2 ** 31],
    ['count', 0.5],
    ['count', '1'],
    ['day', '2024-01-01'],
    ['id', 1],
    ['id', '9223372036854775808'],
    ['id', '1e3'],
    ['id', '9'.repeat(1e6)],
    ['at', 0],
    ['score', '0.1'],
    ['score', NaN],
    ['ratio', 0.1],
    ['ratio', 16777217],
    ['ratio', 1e300],
    ['ratio', 1e-300],
    ['ratio', '1'],
    ['price', 12.5],
    ['price', '1e9'],
    ['price', '9'.repeat(39)],
    ['name', 5],
    ['digest', 'A'],
    ['digest', '?!=='],
    ['digest', 'AAE'],
    ['digest', 1234],
    ['id', '-0'],
    ['id', '01'],
    ['id', ''],
    ['price', ''],
    ['price', '1.255'],
    ['tags', 'a'],
    ['a.b', 'a'],
    ['id', null],
    ['id', undefined],
    ['id', {}],
  ];
  for (const [name, value] of unfit)
    assert.ok(!isPredicate(equal(String(name), value), COLUMNS), `${name} = ${JSON.stringify(value)}`);
});

test('null is a literal of <=> and of in alone', () => {
  assert.ok(isPredicate({ op: '<=>', column: ['id'], value: null }, COLUMNS));
  assert.ok(isPredicate({ op: 'in', column: ['id'], values: ['1', null] }, COLUMNS));
  assert.ok(!isPredicate({ op: '<', column: ['id'], value: null }, COLUMNS));
});

test('refuses what is no predicate', () => {
  const id = equal('id', '1');
  const broken = [
    null,
    'id = 1',
    [],
    {},
    { op: 'like', column: ['name'], value: '%' },
    { op: '__proto__' },
    { op: 'and', of: [id] },
    { op: 'and', of: id },
    { op: 'not', of: [] },
    { op: 'not', of: [id, id] },
    { op: 'always' },
    { op: 'always', value: 1 },
    { op: 'isNull', column: ['other'] },
    { op: 'in', column: ['id'], values: '1' },
    { op: 'in', column: ['id'], values: [1] },
    { op: 'contains', column: ['id'], value: '1' },
    { op: 'or', of: { length: 2 } },
    { op: 'constructor', column: ['id'], value: '1' },
    { op: 'in', column: ['id'], values: { length: 1e9 } },
    { op: 'isNull', column: 'id' },
    { op: 'startsWith', column: ['name'], value: null },
  ];
  for (const predicate of broken) assert.ok(!isPredicate(predicate, COLUMNS), JSON.stringify(predicate));
});

test('refuses a predicate of too many levels or parts, however it is built', () => {
  /** @param {number} levels */
  const nested = (levels) => {
    /** @type {any} */
    let predicate = equal('id', '1');
    for (let i = 1; i < levels; i++) predicate = { op: 'not', of: [predicate] };
    return predicate;
  };
  assert.ok(isPredicate(nested(MAX_PREDICATE_LEVELS), COLUMNS));
  assert.ok(!isPredicate(nested(MAX_PREDICATE_LEVELS + 1), COLUMNS));
  assert.ok(!isPredicate(nested(1_000_000), COLUMNS));
  /** @param {number} count */
  const wide = (count) => ({ op: 'in', column: ['id'], values: Array(count).fill('1') });
  assert.ok(isPredicate(wide(MAX_PREDICATE_PARTS - 1), COLUMNS));
  assert.ok(!isPredicate(wide(MAX_PREDICATE_PARTS), COLUMNS));
  assert.ok(!isPredicate({ op: 'or', of: [wide(MAX_PREDICATE_PARTS / 2), wide(MAX_PREDICATE_PARTS / 2)] }, COLUMNS));
  /** @type {any} */
  const endless = { op: 'not', of: [] };
  endless.of.push(endless);
  assert.ok(!isPredicate(endless, COLUMNS));
});

test('aggregates what has the type for it', () => {
  /** @param {any} parts */
  const aggregation = (parts) => isAggregation({ groupBy: [], aggregates: [], ...parts }, COLUMNS);
  assert.ok(
    aggregation({
      aggregates: [{ function: 'count' }, { function: 'count', of: ['tags'] }, { function: 'max', of: ['a.b', 'c'] }],
    }),
  );
  assert.ok(aggregation({ aggregates: [{ function: 'sum', of: ['id'] }] }));
  assert.ok(aggregation({ groupBy: [['name'], ['price']] }));
  const broken = [
    {},
    { groupBy: [['tags']] },
    { groupBy: ['name'] },
    { aggregates: [{ function: 'sum' }] },
    { aggregates: [{ function: 'sum', of: ['score'] }] },
    { aggregates: [{ function: 'sum', of: ['price'] }] },
    { aggregates: [{ function: 'min', of: ['tags'] }] },
    { aggregates: [{ function: 'avg', of: ['id'] }] },
    { aggregates: [null] },
  ];
  for (const parts of broken) assert.ok(!aggregation(parts), JSON.stringify(parts));
});

test('refuses requests whose query breaks the protocol', () => {
  const messages = vectors('messages');
  const read = messages['read through an index'];
  const groups = messages['read of groups'];
  const broken = [
    { ...read, tested: undefined },
    { ...read, tested: [{ name: 'placed', type: 'void' }] },
    { ...read, limit: 0 },
    { ...read, order: 'ascending' },
    { ...read, order: { by: ['id'], direction: 'sideways' } },
    { ...read, order: { by: ['other'], direction: 'ascending' } },
    { ...read, index: 5 },
    { ...read, index: { ...read.index, keyPath: null } },
    { ...groups, mode: 'DROPMALFORMED' },
    { ...groups, columns: [] },
    { ...messages['plan with a predicate'], tested: [] },
    { ...messages['plan with a predicate'], columns: 'all' },
  ];
  for (const request of broken)
    assert.throws(() => checkRequest(request), { code: 'BAD_MESSAGE', message: /^Cannot serve a request: / });
});

test('a refusal shows little of a long value', () => {
  const read = vectors('messages')['read through an index'];
  const predicate = { op: 'in', column: ['placed'], values: Array(MAX_PREDICATE_PARTS).fill('1') };
  assert.throws(
    () => checkRequest({ ...read, predicate }),
    (/** @type {Error} */ error) => error.message.length < 400,
  );
});
