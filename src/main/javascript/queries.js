// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { AggregationJson, Column, LiteralJson, PredicateJson, Reference, Type } from './protocol.js' */

/** Most levels of a predicate. */
export const MOST_LEVELS = 64;

/** Most predicates and literals in one. */
export const MOST_PARTS = 10_000;

const COMPARISONS = new Set(['=', '<=>', '<', '<=', '>', '>=']);
const TEXT_TESTS = new Set(['startsWith', 'endsWith', 'contains']);
const TEXTS = new Set(['string', 'text', 'json']);
const INTEGERS = new Set(['tinyint', 'smallint', 'int', 'bigint']);
const FUNCTIONS = new Set(['count', 'min', 'max', 'sum']);
const UNBOUNDED = new Set(['NaN', 'Infinity', '-Infinity']);

/** Whether a JSON value is a literal of the type that is only a name; null aside. */
const LITERALS = /** @type {Record<string, (value: any) => boolean>} */ ({
  boolean: (value) => typeof value === 'boolean',
  tinyint: (value) => isInteger(value, 8),
  smallint: (value) => isInteger(value, 16),
  int: (value) => isInteger(value, 32),
  date: (value) => isInteger(value, 32),
  bigint: isLong,
  timestamp: isLong,
  timestamp_ntz: isLong,
  float: isDouble,
  double: isDouble,
  string: isText,
  text: isText,
  json: isText,
  binary: (value) => isText(value) && value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value),
});

/**
 * Whether a value is a predicate whose references and literals fit the columns, and small enough to be evaluated.
 * @param {unknown} value
 * @param {Column[]} tested
 * @returns {value is PredicateJson}
 */
export function isPredicate(value, tested) {
  return isPart(value, tested, 1, { left: MOST_PARTS });
}

/**
 * @param {any} part
 * @param {Column[]} tested
 * @param {number} level
 * @param {{left: number}} budget
 * @returns {boolean}
 */
function isPart(part, tested, level, budget) {
  budget.left -= 1;
  if (typeof part !== 'object' || part === null || level > MOST_LEVELS || budget.left < 0) return false;
  const { op } = part;
  if (op === 'always') return part.value === null || typeof part.value === 'boolean';
  if (op !== 'and' && op !== 'or' && op !== 'not') return isTest(part, typeOf(part.column, tested), budget);
  if (!Array.isArray(part.of) || (op === 'not' ? part.of.length !== 1 : part.of.length < 2)) return false;
  return part.of.every((/** @type {unknown} */ each) => isPart(each, tested, level + 1, budget));
}

/**
 * @param {any} test
 * @param {Type | null} type
 * @param {{left: number}} budget
 * @returns {boolean}
 */
function isTest(test, type, budget) {
  const { op } = test;
  if (type === null) return false;
  if (op === 'isNull' || op === 'isNotNull') return true;
  if (TEXT_TESTS.has(op)) return typeof type === 'string' && TEXTS.has(type) && isText(test.value);
  if (COMPARISONS.has(op)) return (op === '<=>' && test.value === null) || isLiteral(test.value, type);
  if (op !== 'in' || !Array.isArray(test.values)) return false;
  budget.left -= test.values.length;
  return budget.left >= 0 && test.values.every((/** @type {LiteralJson} */ value) => value === null || isLiteral(value, type));
}

/**
 * @param {unknown} value
 * @param {Type} type
 */
function isLiteral(value, type) {
  if (typeof type === 'string') return LITERALS[type](value);
  return Object.hasOwn(type, 'decimal') && isText(value) && /^-?\d{1,38}(\.\d{1,38})?$/.test(value);
}

/**
 * @param {any} value
 * @param {Column[]} columns of its inputs
 * @returns {value is AggregationJson}
 */
export function isAggregation(value, columns) {
  if (typeof value !== 'object' || value === null) return false;
  const { groupBy, aggregates } = value;
  return (
    Array.isArray(groupBy) && groupBy.every((reference) => isScalar(typeOf(reference, columns))) &&
    Array.isArray(aggregates) && aggregates.every((each) => isAggregate(each, columns)) &&
    groupBy.length + aggregates.length > 0
  );
}

/**
 * @param {any} aggregate
 * @param {Column[]} columns
 */
function isAggregate(aggregate, columns) {
  if (typeof aggregate !== 'object' || aggregate === null || !FUNCTIONS.has(aggregate.function)) return false;
  if (aggregate.of === undefined) return aggregate.function === 'count';
  const type = typeOf(aggregate.of, columns);
  if (aggregate.function === 'count') return type !== null;
  return aggregate.function === 'sum' ? typeof type === 'string' && INTEGERS.has(type) : isScalar(type);
}

/** @param {Type | null} type */
function isScalar(type) {
  return type !== null && (typeof type === 'string' || Object.hasOwn(type, 'decimal'));
}

/**
 * The type of what a reference names.
 * @param {any} reference
 * @param {Column[]} columns
 * @returns {Type | null} null if there is no such field
 */
export function typeOf(reference, columns) {
  if (!Array.isArray(reference) || reference.length === 0) return null;
  /** @type {{name: string, type: Type}[]} */
  let fields = columns;
  /** @type {Type | null} */
  let type = null;
  for (const name of reference) {
    const field = fields.find((each) => each.name === name);
    if (field === undefined) return null;
    type = field.type;
    fields = typeof type === 'object' && 'struct' in type ? type.struct : [];
  }
  return type;
}

/** @param {unknown} value */
function isText(value) {
  return typeof value === 'string';
}

/**
 * @param {unknown} value
 * @param {number} bits
 */
function isInteger(value, bits) {
  const end = 2 ** (bits - 1);
  return Number.isInteger(value) && Number(value) >= -end && Number(value) < end;
}

/** @param {any} value */
function isLong(value) {
  return isText(value) && /^-?\d{1,19}$/.test(value) && BigInt.asIntN(64, BigInt(value)) === BigInt(value);
}

/** @param {any} value */
function isDouble(value) {
  return Number.isFinite(value) || UNBOUNDED.has(value);
}
