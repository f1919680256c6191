// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import '../testing/indexeddb.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indexPath, isExactByKey, primaryPath } from '../../../main/javascript/paths/access-path.js';
import { compoundIntervals } from '../../../main/javascript/paths/compound-keys.js';
import { intersection, union } from '../../../main/javascript/paths/intervals.js';
import { predicateRanges } from '../../../main/javascript/paths/predicate-ranges.js';
import { compareKeys, keyToJson } from '../../../main/javascript/values/keys.js';
import { LITERALS, model, randomPredicate, TYPES } from '../testing/model.js';
import { Random } from '../testing/random.js';

/** Keys of every kind, at the ends of each too. */
const KEYS = [
  -Infinity,
  -1.5,
  -1,
  0,
  5e-324,
  0.5,
  1,
  1.5,
  7,
  2 ** 53 - 1,
  2 ** 53,
  1e300,
  Infinity,
  ...[-8.64e15, -86_400_000, -1, 0, 1, 5, 86_400_000, 8.64e15].map((time) => new Date(time)),
  '',
  '\0',
  'a',
  'a\0',
  'ab',
  'b',
  '\ud7ff',
  '\ud800',
  '\ud83d\ude00',
  '\udc00z',
  '\uffee',
  '\ufffd',
  '\uffff',
  new ArrayBuffer(0),
  Uint8Array.of(0),
  Uint8Array.of(1),
  Uint8Array.of(1, 0),
  Uint8Array.of(255),
  [],
  ['a'],
  [[]],
];

const holds = ({ lower, lowerOpen, upper, upperOpen }, key) => {
  const [low, high] = [compareKeys(key, lower), compareKeys(key, upper)];
  return (low > 0 || (low === 0 && !lowerOpen)) && (high < 0 || (high === 0 && !upperOpen));
};
const isWithin = (intervals, key) => intervals.some((interval) => holds(interval, key));
const shown = (intervals) =>
  intervals.map(
    ({ lower, lowerOpen, upper, upperOpen }) =>
      `${lowerOpen ? '(' : '['}${text(lower)}..${text(upper)}${upperOpen ? ')' : ']'}`,
  );
const text = (key) =>
  key instanceof Date
    ? `d${key.getTime()}`
    : key instanceof ArrayBuffer
      ? 'b'
      : Array.isArray(key)
        ? `[${key.map(text)}]`
        : String(key);

/** Where the keys of a column `k` of a type can be. */
const rangesOf = (type, predicate, truth = true) =>
  predicateRanges(predicate, ([name]) => (name === 'k' ? type : null), truth);
const k = (op, value) => ({ op, column: ['k'], value });
const other = { op: '=', column: ['other'], value: 1 };
const and = (...of) => ({ op: 'and', of });
const or = (...of) => ({ op: 'or', of });
const not = (part) => ({ op: 'not', of: [part] });

for (const [rule, type, cases] of /** @type {any[][]} */ ([
  [
    'a range ends with the keys of its type',
    'double',
    [
      [k('>', 5), '(5..Infinity]'],
      [k('<=', 5), '[-Infinity..5]'],
      [k('=', 5), '[5..5]'],
    ],
  ],
  ['no key is NaN', 'double', [[k('>=', 'NaN')], [k('=', 'NaN')], [k('<', 'NaN'), '[-Infinity..Infinity]']]],
  ['beyond safe integers nothing fits', 'bigint', [[k('>', '9007199254740993'), '[9007199254740991..Infinity]']]],
  [
    'AND intersects, OR unites',
    'double',
    [
      [and(k('>', 1), k('<', 5)), '(1..5)'],
      [or(k('<', 1), k('>', 5)), '[-Infinity..1)', '(5..Infinity]'],
      [and(k('>', 5), k('<', 1))],
      [or(k('<=', 3), k('>', 3)), '[-Infinity..Infinity]'],
      [and(k('>', 1), other), '(1..Infinity]'],
      [{ op: 'in', column: ['k'], values: [3, null, 1, 3] }, '[1..1]', '[3..3]'],
    ],
  ],
  [
    'NOT turns a comparison around',
    'double',
    [
      [not(k('>', 5)), '[-Infinity..5]'],
      [not(or(k('<', 1), k('>', 5))), '[1..5]'],
      [not(k('=', 5)), '[-Infinity..Infinity]'],
    ],
  ],
  [
    'a timestamp between two Dates is rounded outwards',
    'timestamp',
    [
      [k('>=', '1500'), '(d1..d8640000000000000]'],
      [k('<', '-1500'), '[d-8640000000000000..d-2]'],
      [k('=', '1500')],
      [k('<=', '2000'), '[d-8640000000000000..d2]'],
      [k('<', '9000000000000000000'), '[d-8640000000000000..d8640000000000000]'],
      [k('>', '9000000000000000000')],
      [k('<', '-9000000000000000000')],
    ],
  ],
  [
    'strings end before binary keys',
    'string',
    [
      [k('>', 'a'), '(a..b)'],
      [k('<', 'a'), '[..a)'],
    ],
  ],
  [
    'from the first surrogate on, strings are in another order',
    'string',
    [
      [k('<', 'a\u{1f600}'), '[..b)'],
      [k('>', 'a\uffee'), '[a..b)'],
      [k('=', 'a\uffee'), '[a\uffee..a\uffee]'],
      [k('=', 'a\ufffd'), '[a..b)'],
      [k('>', '\uffee'), '[..b)'],
    ],
  ],
  [
    'a beginning is a range',
    'string',
    [
      [k('startsWith', 'ab'), '[ab..ac)'],
      [k('startsWith', ''), '[..b)'],
      [k('startsWith', 'a\u{1f600}'), '[a..b)'],
      [k('contains', 'x'), '[..b)'],
      [k('startsWith', '\ud7ff'), '[\ud7ff..\ud800)'],
    ],
  ],
  [
    'never true is nowhere',
    'double',
    [
      [{ op: 'always', value: null }],
      [{ op: 'always', value: false }],
      [k('<=>', 1), '[1..1]'],
      [and({ op: 'always', value: true }, k('=', 1)), '[1..1]'],
    ],
  ],
])) {
  test(rule, () => {
    for (const [predicate, ...intervals] of cases) {
      const binary = (name) => (name === 'ArrayBuffer' ? 'b' : name);
      assert.deepEqual(
        shown(rangesOf(type, predicate)?.intervals ?? []).map(binary),
        intervals,
        JSON.stringify(predicate),
      );
    }
  });
}

test('what says nothing of the key leaves it anywhere', () => {
  for (const predicate of [
    other,
    or(k('=', 1), other),
    not(and(k('=', 1), other)),
    { op: 'isNull', column: ['k'] },
    not(k('<=>', 1)),
    k('<=>', null),
  ]) {
    assert.equal(rangesOf('double', predicate), null, JSON.stringify(predicate));
  }
  for (const type of ['text', 'json', 'boolean', 'float', { decimal: [10, 2] }])
    assert.equal(rangesOf(type, k('>', '1')), null, `${type}`);
});

test('no key of a true random predicate lies beyond its ranges, and no other within exact ones', (context) => {
  const random = new Random(context);
  const types = TYPES.filter((type) => type !== 'boolean');
  for (let round = 0; round < 3000; round++) {
    const type = random.of(types);
    const predicate = randomPredicate(random, type, 3, ['k']);
    const found = rangesOf(type, predicate);
    for (const key of KEYS) {
      const isTrue = model(predicate, type, key) === true;
      const where = `SEED=${random.seed} ${type} ${JSON.stringify(predicate)} ${JSON.stringify(keyToJson(key))}`;
      if (isTrue) assert.ok(found === null || isWithin(found.intervals, key), where);
      else if (found?.exact) assert.ok(!isWithin(found.intervals, key), where);
    }
  }
});

test('the common parts of intervals and all of their parts', () => {
  const span = (lower, upper, lowerOpen = false, upperOpen = false) => ({ lower, lowerOpen, upper, upperOpen });
  assert.deepEqual(intersection([span(1, 3), span(5, 9)], [span(2, 6, true), span(9, 9)]), [
    span(2, 3, true),
    span(5, 6),
    span(9, 9),
  ]);
  assert.deepEqual(union([span(5, 6), span(1, 2, false, true), span(2, 4, true), span(4, 5, true)]), [
    span(1, 2, false, true),
    span(2, 6, true),
  ]);
  assert.deepEqual(union([span(1, 2, false, true), span(2, 3)]), [span(1, 3)]);
  assert.deepEqual(union([span(3, 1), span(1, 1, true)]), []);
});

test('lists are reached by their first parts', (context) => {
  const random = new Random(context);
  const parts = [-1.5, 0, 1, 7, 'a', 'a\0', new Date(0), new Date(1), Uint8Array.of(1), []];
  // A key has no list twice.
  const fresh = (list) => list.map((part) => (Array.isArray(part) ? [] : part));
  const lists = parts.flatMap((a) => parts.flatMap((b) => [[a, b], ...parts.map((c) => [a, b, c])])).map(fresh);
  for (let round = 0; round < 300; round++) {
    const length = 2 + random.below(2);
    const columns = Array.from({ length }, () => {
      const type = random.of(['double', 'string', 'timestamp', 'binary']);
      const predicate = random.below(4) === 0 ? null : randomPredicate(random, type, 1, ['k']);
      return { type, predicate };
    });
    const ranges = columns.map(({ type, predicate }) => predicate && rangesOf(type, predicate));
    const found = compoundIntervals(ranges);
    for (const list of lists.filter((each) => each.length === length)) {
      const isTrue = columns.every(
        ({ type, predicate }, i) => predicate === null || model(predicate, type, list[i]) === true,
      );
      const where = () =>
        `SEED=${random.seed} ${JSON.stringify(columns)} ${JSON.stringify(keyToJson(list))} ${shown(found)}`;
      if (isTrue && found !== null) assert.ok(isWithin(found, list), where());
    }
  }
});

test('a list is reached by equal first parts and a range of the next', () => {
  const double = (predicate) => rangesOf('double', predicate);
  const string = (predicate) => rangesOf('string', predicate);
  assert.deepEqual(shown(compoundIntervals([string(k('=', 'a')), double(k('>', 5))])), ['([a,5]..[a,Infinity]]']);
  assert.deepEqual(shown(compoundIntervals([string(k('=', 'a')), null])), ['[[a]..[a\0])']);
  assert.deepEqual(shown(compoundIntervals([double({ op: 'in', column: ['k'], values: [1, 2] }), double(k('<', 5))])), [
    '[[1,-Infinity]..[1,5])',
    '[[2,-Infinity]..[2,5])',
  ]);
  assert.equal(compoundIntervals([null, double(k('=', 5))]), null);
});

/** What a path is found by: the store or index alone. */
const tested = [
  { name: '_key', type: 'double', source: 'key' },
  { name: 'id', type: 'double' },
  { name: 'day', type: 'timestamp' },
  { name: 'name', type: 'string' },
  {
    name: 'a',
    type: {
      struct: [
        { name: 'b', type: 'timestamp' },
        { name: 'lastModified', type: 'timestamp' },
      ],
    },
  },
  { name: 'a.b', type: 'timestamp' },
];
/** Of a store or an index what tells where records are. @type {(index: object, query: object) => any} */
const indexPathOf = /** @type {any} */ (indexPath);
/** @type {(query: object) => boolean} */
const isExactByKeyOf = /** @type {any} */ (isExactByKey);
/** @type {(store: object, query: object) => any} */
const primaryPathOf = /** @type {any} */ (primaryPath);

const about = (column, op, value) => ({ tested, predicate: { op, column, value } });

test('the primary key is a key column, or the field at the key path', () => {
  assert.ok(primaryPathOf({ keyPath: null }, about(['_key'], '>', 1)).intervals);
  assert.equal(primaryPathOf({ keyPath: null }, about(['id'], '>', 1)).intervals, null);
  assert.ok(primaryPathOf({ keyPath: 'id' }, about(['id'], '>', 1)).intervals);
  assert.ok(primaryPathOf({ keyPath: ['id', 'name'] }, about(['id'], '>', 1)).intervals);
});

test('a count goes by keys alone only for a key column', () => {
  assert.equal(isExactByKeyOf(about(['_key'], '>', 1)), true);
  assert.equal(isExactByKeyOf(about(['id'], '>', 1)), false);
});

test('an index has every Date of its field, but not every number', () => {
  assert.equal(indexPathOf({ name: 'i', keyPath: 'day' }, about(['day'], '>', '1')).complete, true);
  assert.equal(indexPathOf({ name: 'i', keyPath: 'a.b' }, about(['a', 'b'], '>', '1')).complete, true);
  assert.equal(indexPathOf({ name: 'i', keyPath: 'id' }, about(['id'], '>', 1)).complete, false);
  assert.equal(indexPathOf({ name: 'i', keyPath: ['day', 'id'] }, about(['day'], '>', '1')).complete, false);
});

test('an index that may not have the records is no way to them', () => {
  assert.equal(indexPathOf({ name: 'i', keyPath: 'day', multiEntry: true }, about(['day'], '>', '1')), null);
  assert.equal(indexPathOf({ name: 'i', keyPath: 'a.b' }, about(['a.b'], '>', '1')), null);
  assert.equal(indexPathOf({ name: 'i', keyPath: 'a.lastModified' }, about(['a', 'lastModified'], '>', '1')), null);
  assert.equal(indexPathOf({ name: 'i', keyPath: 'day' }, about(['day'], 'isNull')), null);
  assert.equal(indexPathOf({ name: 'i', keyPath: '_key' }, about(['_key'], '>', 1)), null);
  assert.equal(
    indexPathOf({ name: 'i', keyPath: 'name' }, { tested, predicate: and({ op: '=', column: ['id'], value: 1 }) }),
    null,
  );
});

test('fields whose names differ in capitals alone are different ones', () => {
  assert.equal(indexPathOf({ name: 'i', keyPath: 'DAY' }, about(['day'], '>', '1')), null);
  assert.equal(indexPathOf({ name: 'i', keyPath: ['Id', 'day'] }, about(['id'], '=', 1)), null);
  assert.equal(primaryPathOf({ keyPath: 'Id' }, about(['id'], '>', 1)).intervals, null);
});

test('literals of all types have ranges', () => {
  for (const type of TYPES.filter((name) => name !== 'boolean'))
    for (const [, literal] of LITERALS[type]) assert.ok(rangesOf(type, k('=', literal)));
});
