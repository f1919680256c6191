// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { unscaledText } from '../columns/decimals.js';
import { encoderOf } from '../columns/encoders.js';
import { rowReader, storedType } from '../columns/row-readers.js';
import { badMessage } from '../protocol/protocol.js';
import { fromBase64, toBase64, wellFormed } from '../values/text.js';
/** @import { RowReader, Value } from '../columns/row-readers.js' */
/** @import { Encoder, Vector } from '../columns/vector.js' */
/** @import { Comparator } from './compare.js' */
/** @import { LiteralJson, Type } from '../protocol/protocol.js' */
import { compareBytes, compareSimple, compareTexts } from './compare.js';

/**
 * What can be done with the leaves of one type: predicates and aggregates work on what the column's encoder wrote, so
 * that they see what an engine would see.
 * @typedef {object} LeafType
 * @property {(vector: Vector) => RowReader} reader
 * @property {Comparator} compare
 * @property {(literal: LiteralJson) => Value} literal fails for any that is not as the protocol has it for the type
 * @property {(value: any) => unknown} identity equal for equal values, for Maps and Sets
 * @property {Encoder} encode writes values back as a column of the type
 */

/** Most characters of a 64-bit integer. */
const MAX_DIGITS = 20;

/** @type {Record<string, LeafType>} */
const LEAF_TYPES = {
  boolean: leafType('boolean', (literal) => same(Boolean(literal), literal)),
  tinyint: leafType('tinyint', integerOf(Int8Array)),
  smallint: leafType('smallint', integerOf(Int16Array)),
  int: leafType('int', integerOf(Int32Array)),
  float: leafType('float', (literal) => doubleOf(literal, Math.fround(Number(literal)))),
  double: leafType('double', doubleOf),
  bigint: leafType('bigint', longOf),
  string: leafType('string', textOf, compareTexts),
  binary: { ...leafType('binary', bytesOf, compareBytes), identity: toBase64 },
};

/**
 * @param {Type} type
 * @returns {LeafType}
 * @throws {IndexedDbError} BAD_MESSAGE for types whose values are not compared
 */
export function leafTypeOf(type) {
  if (typeof type === 'string') return LEAF_TYPES[storedType(type)];
  if (!('decimal' in type)) throw badMessage('type', type);
  const [, scale] = type.decimal;
  return leafType({ decimal: [38, 0] }, (literal) => unscaledOf(literal, scale));
}

/**
 * @param {Type} stored
 * @param {(literal: LiteralJson) => Value} literal
 * @param {Comparator} [compare]
 * @returns {LeafType}
 */
function leafType(stored, literal, compare = compareSimple) {
  return {
    reader: (vector) => rowReader(stored, vector),
    compare,
    literal,
    identity: (value) => value,
    encode: encoderOf(stored),
  };
}

/**
 * @param {Int8ArrayConstructor | Int16ArrayConstructor | Int32ArrayConstructor} Numbers
 * @returns {(literal: LiteralJson) => number}
 */
function integerOf(Numbers) {
  return (literal) => same(Numbers.of(Number(literal))[0], literal);
}

/**
 * @template T
 * @param {T} value
 * @param {LiteralJson} literal that it is of
 * @param {unknown} [json] the one literal of the value
 * @returns {T}
 */
function same(value, literal, json = value) {
  if (json !== literal) throw badMessage('literal', literal);
  return value;
}

/**
 * @param {LiteralJson} literal
 * @param {number} [number] that the type holds
 */
function doubleOf(literal, number = Number(literal)) {
  return same(number, literal, Number.isFinite(number) ? number : String(number));
}

/** @param {LiteralJson} literal */
function longOf(literal) {
  const long = BigInt.asIntN(64, BigInt(String(literal).slice(0, MAX_DIGITS)));
  return same(long, literal, String(long));
}

/** @param {LiteralJson} literal */
function textOf(literal) {
  return wellFormed(same(String(literal), literal));
}

/** @param {LiteralJson} literal */
function bytesOf(literal) {
  const bytes = new Uint8Array(fromBase64(String(literal)));
  return same(bytes, literal, toBase64(bytes));
}

/**
 * @param {LiteralJson} literal
 * @param {number} scale
 */
function unscaledOf(literal, scale) {
  const text = same(String(literal), literal);
  const unscaled = unscaledText(text, scale);
  if (unscaled === null || text.includes('e')) throw badMessage('literal', literal);
  return unscaled;
}
