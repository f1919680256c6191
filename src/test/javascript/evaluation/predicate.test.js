// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compile } from '../../../main/javascript/evaluation/predicate.js';
import { isPredicate } from '../../../main/javascript/serve/request-check.js';
import { encode } from '../testing/arrow.js';
import { ANYTHING, LITERALS, model, randomPredicate, TYPES } from '../testing/model.js';
import { Random } from '../testing/random.js';

const T = true;
const F = false;
const N = null;

/**
 * The truth of a predicate for each of some values of one column `c`.
 * @param {unknown} type
 * @param {object} predicate
 * @param {unknown[]} values
 * @param {string} [mode]
 */
function truths(type, predicate, values, mode = 'PERMISSIVE') {
  const tested = [{ name: 'c', type }];
  assert.ok(isPredicate(predicate, /** @type {any} */ (tested)), JSON.stringify(predicate));
  return judged(
    predicate,
    tested,
    values.map((c) => ({ c })),
    mode,
  );
}

function judged(predicate, tested, records, mode = 'PERMISSIVE') {
  const { columns, length } = encode(tested, records, { mode });
  return Array.from(
    compile(predicate, /** @type {any} */ (tested))({ vectors: /** @type {any[]} */ (columns), length }),
    (truth) => [F, N, T][truth],
  );
}

const is = (op, value) => ({ op, column: ['c'], value });
const oneOf = (...values) => ({ op: 'in', column: ['c'], values });
const days = (n) => new Date(n * 86_400_000);

/** What it shows, type, values, and for each predicate the truth of each value. */
/** @type {any[][]} */
const rules = [
  [
    'null compares to null, and <=> tells',
    'int',
    [1, 2, null, undefined],
    [
      [is('=', 1), T, F, N, N],
      [is('<', 2), T, F, N, N],
      [is('>=', 2), F, T, N, N],
      [is('<=', 1), T, F, N, N],
      [is('>', 1), F, T, N, N],
      [is('<=>', 1), T, F, F, F],
      [is('<=>', null), F, F, T, T],
      [{ op: 'isNull', column: ['c'] }, F, F, T, T],
      [{ op: 'isNotNull', column: ['c'] }, T, T, F, F],
    ],
  ],
  [
    'IN knows what a null among its values hides',
    'int',
    [1, 2, null],
    [
      [oneOf(1, 5), T, F, N],
      [oneOf(1, null), T, N, N],
      [oneOf(null), N, N, N],
    ],
  ],
  [
    'AND, OR and NOT have three values',
    'int',
    [1, 2, null],
    [
      [{ op: 'not', of: [is('=', 1)] }, F, T, N],
      [{ op: 'and', of: [is('=', 1), { op: 'always', value: N }] }, N, F, N],
      [{ op: 'or', of: [is('=', 1), { op: 'always', value: N }] }, T, N, N],
      [{ op: 'and', of: [is('=', 1), { op: 'always', value: F }] }, F, F, F],
      [{ op: 'or', of: [is('=', 1), { op: 'always', value: T }] }, T, T, T],
      [{ op: 'and', of: [is('>', 0), is('>', 1), { op: 'isNotNull', column: ['c'] }] }, F, T, F],
      [{ op: 'not', of: [{ op: 'always', value: N }] }, N, N, N],
    ],
  ],
  [
    'NaN equals itself and is the largest, -0 is 0',
    'double',
    [NaN, Infinity, 0, -0, -Infinity],
    [
      [is('=', 'NaN'), T, F, F, F, F],
      [is('>', 'Infinity'), T, F, F, F, F],
      [is('>=', 'NaN'), T, F, F, F, F],
      [is('<', 'NaN'), F, T, T, T, T],
      [is('=', 0), F, F, T, T, F],
      [is('<', 0), F, F, F, F, T],
      [is('=', -0), F, F, T, T, F],
      [oneOf('NaN', -0), T, F, T, T, F],
      [is('<=', '-Infinity'), F, F, F, F, T],
    ],
  ],
  [
    'a float literal is a float',
    'float',
    [Math.fround(0.1), 1],
    [
      [is('=', Math.fround(0.1)), T, F],
      [is('<', 1), T, F],
      [oneOf(Math.fround(0.1), 'NaN'), T, F],
    ],
  ],
  [
    'integers above 2^53 are told apart',
    'bigint',
    [2 ** 53 - 1, 9007199254740993n, -(2n ** 63n), 9007199254740992n],
    [
      [is('=', '9007199254740993'), F, T, F, F],
      [is('<', '9007199254740993'), T, F, T, T],
      [is('<', '-9223372036854775807'), F, F, T, F],
      [oneOf('9007199254740992', '5'), F, F, F, T],
    ],
  ],
  [
    'decimals compare by value',
    { decimal: [10, 2] },
    [1, 12.5, -3n, 0.1],
    [
      [is('=', '12.50'), F, T, F, F],
      [is('=', '12.5'), F, T, F, F],
      [is('<', '1.01'), T, F, T, T],
      [is('=', '-3'), F, F, T, F],
      [is('>', '-0.01'), T, T, F, T],
    ],
  ],
  [
    'strings are ordered by code point',
    'string',
    ['a', 'ab', '', '\u{1f600}', '\uffee', 'é'],
    [
      [is('<', 'ab'), T, F, T, F, F, F],
      [is('>', '\uffee'), F, F, F, T, F, F],
      [is('<=', '\uffee'), T, T, T, F, T, T],
      [is('<', '\u{1f600}'), T, T, T, F, T, T],
      [is('=', 'é'), F, F, F, F, F, T],
      [is('=', ''), F, F, T, F, F, F],
    ],
  ],
  [
    'a lone surrogate is U+FFFD',
    'string',
    ['\ud800', '\udfffx', '\ufffd', '\ufeff'],
    [
      [is('=', '\ufffd'), T, F, T, F],
      [oneOf('\ufffdx', '\ufeff'), F, T, F, T],
      [is('>', '\ufff0'), T, T, T, F],
    ],
  ],
  [
    'a first character that marks a byte order stays',
    'string',
    ['\ufeffa', 'é'],
    [
      [is('=', '\ufeffa'), T, F],
      [is('=', 'é'), F, T],
    ],
  ],
  [
    'texts are searched',
    'string',
    ['abc', 'bc', '', null, 'ab\u{1f600}'],
    [
      [is('startsWith', 'ab'), T, F, F, N, T],
      [is('endsWith', 'bc'), T, T, F, N, F],
      [is('contains', 'b'), T, T, F, N, T],
      [is('contains', ''), T, T, T, N, T],
      [is('endsWith', '\u{1f600}'), F, F, F, N, T],
    ],
  ],
  [
    'what a text column shows is compared',
    'text',
    ['a', 5, true, { a: 1 }, 7n, /x/g],
    [
      [is('=', '5'), F, T, F, F, F, F],
      [is('startsWith', '{'), F, F, F, T, F, F],
      [oneOf('true', '7', '/x/g'), F, F, T, F, T, T],
    ],
  ],
  [
    'false is before true',
    'boolean',
    [true, false, Object(true)],
    [
      [is('=', true), T, F, T],
      [is('<', true), F, T, F],
      [is('>=', false), T, T, T],
    ],
  ],
  [
    'bytes are unsigned, the shorter first',
    'binary',
    [Uint8Array.of(1), Uint8Array.of(1, 0), Uint8Array.of(255), new ArrayBuffer(0)],
    [
      [is('<', 'AQA='), T, F, F, T],
      [is('>', 'AQA='), F, F, T, F],
      [is('=', 'AQA='), F, T, F, F],
      [oneOf('', '/w=='), F, F, T, T],
    ],
  ],
  [
    'dates are days',
    'date',
    [days(0), days(-1), days(19000), null],
    [
      [is('=', 0), T, F, F, N],
      [is('<', 0), F, T, F, N],
      [oneOf(19000), F, F, T, N],
    ],
  ],
  [
    'timestamps are microseconds, also between two Dates',
    'timestamp',
    [new Date(0), new Date(1), new Date(-1), new Date(8.64e15)],
    [
      [is('=', '0'), T, F, F, F],
      [is('>', '1'), F, T, F, T],
      [is('<', '999'), T, F, T, F],
      [is('=', '500'), F, F, F, F],
      [is('>=', '8640000000000000000'), F, F, F, T],
      [is('<=', '-1000'), F, F, T, F],
    ],
  ],
  ['boxed values are their values', 'bigint', [Object(5), Object(5n), 5], [[is('=', '5'), T, T, T]]],
  ['an invalid Date is null', 'timestamp', [new Date(NaN)], [[{ op: 'isNull', column: ['c'] }, T]]],
  [
    'what does not fit is null',
    'bigint',
    ['5', 5.5, 5],
    [
      [is('=', '5'), N, N, T],
      [{ op: 'isNull', column: ['c'] }, T, T, F],
    ],
  ],
  [
    'lists and maps are null or not',
    { array: 'int' },
    [[], null, ['x'], [1]],
    [
      [{ op: 'isNull', column: ['c'] }, F, T, T, F],
      [{ op: 'isNotNull', column: ['c'] }, T, F, F, T],
    ],
  ],
];

for (const [rule, type, values, expected] of rules) {
  test(rule, () => {
    for (const [predicate, ...seen] of expected)
      assert.deepEqual(truths(type, predicate, values), seen, JSON.stringify(predicate));
  });
}

const address = {
  name: 'address',
  type: {
    struct: [
      { name: 'city', type: 'string' },
      { name: 'zip', type: 'int' },
    ],
  },
};
const city = (value) => ({ op: '=', column: ['address', 'city'], value });

test('a field of a struct is null where the struct is', () => {
  const records = [{ address: { city: 'Ulm' } }, { address: {} }, { address: null }, {}];
  assert.deepEqual(judged(city('Ulm'), [address], records), [T, N, N, N]);
  assert.deepEqual(judged({ op: 'isNull', column: ['address'] }, [address], records), [F, F, T, T]);
});

test('a column is null as a whole if any of its fields does not fit', () => {
  assert.deepEqual(
    judged(city('Ulm'), [address], [{ address: { city: 'Ulm', zip: 'x' } }, { address: { city: 'Ulm', zip: 1 } }]),
    [N, T],
  );
});

test('under FAILFAST what does not fit fails, as reading it would', () => {
  assert.throws(() => truths('int', is('=', 1), [1, 'x'], 'FAILFAST'), { code: 'VALUE_DOES_NOT_FIT' });
});

test('keys and whole records are columns too', () => {
  const tested = [
    { name: '_key', type: 'double', source: 'key' },
    { name: 'value', type: 'string', source: 'value' },
  ];
  const predicate = {
    op: 'or',
    of: [
      { op: '>', column: ['_key'], value: 1 },
      { op: '=', column: ['value'], value: 'a' },
    ],
  };
  assert.deepEqual(judged(predicate, tested, ['a', 'b', 'c']), [T, F, T]);
});

test('what a record calls its properties is data', () => {
  const tested = [
    { name: '__proto__', type: 'int' },
    { name: 'constructor', type: 'string' },
  ];
  const predicate = {
    op: 'and',
    of: [
      { op: '=', column: ['__proto__'], value: 1 },
      { op: 'isNull', column: ['constructor'] },
    ],
  };
  assert.deepEqual(judged(predicate, tested, [JSON.parse('{"__proto__":1}'), {}]), [T, N]);
});

test('random predicates have the truth that SQL gives them', (context) => {
  const random = new Random(context);
  for (let round = 0; round < 400; round++) {
    const type = random.of(TYPES);
    const values = Array.from({ length: 30 }, () =>
      random.below(3) === 0 ? random.of(ANYTHING) : random.of(LITERALS[type].map(([value]) => value)),
    );
    const predicate = randomPredicate(random, type, 3);
    const expected = values.map((value) => model(predicate, type, value));
    assert.deepEqual(
      truths(type, predicate, values),
      expected,
      `SEED=${random.seed} ${type} ${JSON.stringify(predicate)}`,
    );
  }
});
