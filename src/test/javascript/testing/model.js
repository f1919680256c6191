// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What predicates mean, said again and as plainly as can be: one value after the other, each as a place among the
 * values of its type.
 */

const day = (n) => new Date(n * 86_400_000);
const micros = (date) => BigInt(date.getTime()) * 1000n;

/** By type, values that fit with the literals that equal them; some literals have no value. */
export const LITERALS = {
  boolean: [
    [true, true],
    [false, false],
  ],
  int: [
    [0, 0],
    [1, 1],
    [-1, -1],
    [7, 7],
    [2147483647, 2147483647],
    [-2147483648, -2147483648],
  ],
  bigint: [
    [0, '0'],
    [1, '1'],
    [-1n, '-1'],
    [2 ** 53 - 1, '9007199254740991'],
    [2n ** 53n, '9007199254740992'],
    [2n ** 53n + 1n, '9007199254740993'],
    [-(2n ** 63n), '-9223372036854775808'],
    [2n ** 63n - 1n, '9223372036854775807'],
    [Object(5), '5'],
  ],
  double: [
    [NaN, 'NaN'],
    [0, 0],
    [-0, -0],
    [1.5, 1.5],
    [-1.5, -1.5],
    [Infinity, 'Infinity'],
    [-Infinity, '-Infinity'],
    [5e-324, 5e-324],
    [1e300, 1e300],
  ],
  string: [
    ['', ''],
    ['a', 'a'],
    ['ab', 'ab'],
    ['b', 'b'],
    ['\u{1f600}', '\u{1f600}'],
    ['\uffee', '\uffee'],
    ['\ud800', '\ufffd'],
    ['\udc00z', '\ufffdz'],
    ['\ufffd', '\ufffd'],
    ['\ud7ff', '\ud7ff'],
    ['a\0', 'a\0'],
  ],
  binary: [
    [new ArrayBuffer(0), ''],
    [Uint8Array.of(0), 'AA=='],
    [Uint8Array.of(1), 'AQ=='],
    [Uint8Array.of(1, 0), 'AQA='],
    [Uint8Array.of(255), '/w=='],
  ],
  date: [
    [day(0), 0],
    [day(1), 1],
    [day(-1), -1],
    [day(1e8), 1e8],
    [day(-1e8), -1e8],
  ],
  timestamp: [
    [new Date(0), '0'],
    [new Date(1), '1000'],
    [new Date(-1), '-1000'],
    [new Date(8.64e15), '8640000000000000000'],
    [new Date(-8.64e15), '-8640000000000000000'],
    [new Date(5), '5000'],
  ],
};

/** Literals that no value equals. */
const BETWEEN = {
  timestamp: ['1', '-1', '999', '8640000000000000001', '-8640000000000000001'],
  date: [100000001, -100000001],
};

export const TYPES = Object.keys(LITERALS);

/** What may stand in any column. */
export const ANYTHING = [
  null,
  undefined,
  new Date(NaN),
  0,
  1,
  1.5,
  'a',
  '5',
  true,
  7n,
  2n ** 64n,
  new Date(86_400_000),
  new Date(1),
  [],
  {},
  Uint8Array.of(1),
  Object('a'),
  NaN,
  -0,
];

/** A value as something that compares, or undefined if it does not fit. */
const FORMS = {
  boolean: (value) => (typeof value === 'boolean' ? Number(value) : undefined),
  int: (value) =>
    Number.isInteger(value) && Math.abs(value) <= 2 ** 31 && value !== 2 ** 31 && !Object.is(value, -0)
      ? value
      : typeof value === 'bigint' && BigInt.asIntN(32, value) === value
        ? Number(value)
        : undefined,
  bigint: (value) =>
    typeof value === 'bigint'
      ? BigInt.asIntN(64, value) === value
        ? value
        : undefined
      : Number.isSafeInteger(value) && !Object.is(value, -0)
        ? BigInt(value)
        : undefined,
  double: (value) => (typeof value === 'number' ? value : undefined),
  string: (value) => (typeof value === 'string' ? Buffer.from(value.toWellFormed()) : undefined),
  binary: (value) =>
    value instanceof ArrayBuffer || value instanceof Uint8Array ? Buffer.from(/** @type {any} */ (value)) : undefined,
  date: (value) =>
    value instanceof Date && value.getTime() % 86_400_000 === 0 ? value.getTime() / 86_400_000 : undefined,
  timestamp: (value) => (value instanceof Date ? micros(value) : undefined),
};

/** Literals as the same. */
const LITERAL_FORMS = {
  ...FORMS,
  bigint: BigInt,
  double: Number,
  binary: (base64) => Buffer.from(base64, 'base64'),
  date: Number,
  timestamp: BigInt,
};

function primitive(value) {
  return value instanceof Number || value instanceof String ? value.valueOf() : value;
}

function formOf(type, value) {
  if (value === null || value === undefined || (value instanceof Date && Number.isNaN(value.getTime()))) return null;
  return FORMS[type](primitive(value)) ?? null;
}

function orderOf(a, b) {
  if (Buffer.isBuffer(a)) return Buffer.compare(a, b);
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a < b ? -1 : Number(a > b);
}

/**
 * @param {any} predicate over one column, which is `c`
 * @param {string} type
 * @param {unknown} value
 * @returns {boolean | null}
 */
export function model(predicate, type, value) {
  const { op } = predicate;
  if (op === 'always') return predicate.value;
  if (op === 'not') return negation(model(predicate.of[0], type, value));
  if (op === 'and' || op === 'or') {
    const parts = predicate.of.map((part) => model(part, type, value));
    if (parts.includes(op === 'or')) return op === 'or';
    return parts.includes(null) ? null : op === 'and';
  }
  const form = formOf(type, value);
  if (op === 'isNull') return form === null;
  if (op === 'isNotNull') return form !== null;
  if (op === 'in') return membership(predicate.values.map((each) => model({ op: '=', value: each }, type, value)));
  if (op === '<=>' && (form === null || predicate.value === null)) return form === predicate.value;
  if (form === null || predicate.value === null) return null;
  const literal = LITERAL_FORMS[type](predicate.value);
  if (op === 'startsWith') return form.subarray(0, literal.length).equals(literal);
  if (op === 'endsWith') return literal.length === 0 || form.subarray(-literal.length).equals(literal);
  if (op === 'contains') return form.includes(literal);
  const order = orderOf(form, literal);
  return { '=': order === 0, '<=>': order === 0, '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0 }[
    op
  ];
}

function negation(truth) {
  return truth === null ? null : !truth;
}

function membership(equal) {
  if (equal.includes(true)) return true;
  return equal.includes(null) ? null : false;
}

/**
 * @param {import('./random.js').Random} random
 * @param {string} type of the column
 * @param {number} levels
 * @param {string[]} [column]
 */
export function randomPredicate(random, type, levels, column = ['c']) {
  const part = () => randomPredicate(random, type, levels - 1, column);
  if (levels > 0 && random.below(2) === 0) {
    const op = random.of(['and', 'or', 'not']);
    return { op, of: op === 'not' ? [part()] : Array.from({ length: 2 + random.below(2) }, part) };
  }
  const literals = [...LITERALS[type].map(([, literal]) => literal), ...(BETWEEN[type] ?? [])];
  const op = random.of([
    '=',
    '<=>',
    '<',
    '<=',
    '>',
    '>=',
    'in',
    'isNull',
    'isNotNull',
    'always',
    ...(type === 'string' ? ['startsWith', 'endsWith', 'contains'] : []),
  ]);
  if (op === 'always') return { op, value: random.of([true, false, null]) };
  if (op === 'isNull' || op === 'isNotNull') return { op, column };
  if (op === 'in')
    return { op, column, values: Array.from({ length: 1 + random.below(3) }, () => random.of([null, ...literals])) };
  return { op, column, value: op === '<=>' && random.below(4) === 0 ? null : random.of(literals) };
}
