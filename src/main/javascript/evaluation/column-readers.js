// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { unscaledText } from '../columns/decimals.js';
import { encoderOf } from '../columns/encoders.js';
import { badMessage } from '../protocol/protocol.js';
import { fromBase64, toBase64, wellFormed } from '../values/text.js';
/** @import { Encoder, Vector } from '../columns/vector.js' */
/** @import { Comparator, Value } from './compare.js' */
/** @import { LiteralJson, Type } from '../protocol/protocol.js' */
import { compareBytes, compareSimple, compareTexts } from './compare.js';

/**
 * Reads one row of an encoded column; null if it holds none.
 * @typedef {(row: number) => Value | null} RowReader
 *
 * What can be done with the leaves of one type: predicates and aggregates work on what the column's encoder wrote, so
 * that they see what an engine would see.
 * @typedef {object} LeafType
 * @property {(vector: Vector) => RowReader} reader
 * @property {Comparator} compare
 * @property {(literal: LiteralJson) => Value} literal fails for any that is not as the protocol has it for the type
 * @property {(value: any) => unknown} identity equal for equal values, for Maps and Sets
 * @property {Encoder} encode writes values back as a column of the type
 */

const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Most characters of a 64-bit integer. */
const MAX_DIGITS = 20;

/** @type {Record<string, string>} types whose values have the form of another's in a batch */
const STORED = { date: 'int', timestamp: 'bigint', timestamp_ntz: 'bigint', text: 'string', json: 'string' };

/** @type {Record<string, LeafType>} */
const LEAF_TYPES = {
  boolean: leafType('boolean', booleansIn, (literal) => same(Boolean(literal), literal)),
  tinyint: numberLeaf('tinyint', Int8Array),
  smallint: numberLeaf('smallint', Int16Array),
  int: numberLeaf('int', Int32Array),
  float: numberLeaf('float', Float32Array, (literal) => doubleOf(literal, Math.fround(Number(literal)))),
  double: numberLeaf('double', Float64Array, doubleOf),
  bigint: leafType('bigint', longsIn, longOf),
  string: leafType('string', textsIn, textOf, compareTexts),
  binary: { ...leafType('binary', binariesIn, bytesOf, compareBytes), identity: toBase64 },
};

/**
 * @param {Type} type
 * @returns {LeafType}
 * @throws {IndexedDbError} BAD_MESSAGE for types whose values are not compared
 */
export function leafTypeOf(type) {
  if (typeof type === 'string') return LEAF_TYPES[STORED[type] ?? type];
  if (!('decimal' in type)) throw badMessage('type', type);
  const [, scale] = type.decimal;
  return leafType({ decimal: [38, 0] }, decimalsIn, (literal) => unscaledOf(literal, scale));
}

/**
 * @param {Type} stored
 * @param {(vector: Vector) => RowReader} reader
 * @param {(literal: LiteralJson) => Value} literal
 * @param {Comparator} [compare]
 * @returns {LeafType}
 */
function leafType(stored, reader, literal, compare = compareSimple) {
  return { reader, compare, literal, identity: (value) => value, encode: encoderOf(stored) };
}

/**
 * @param {Type} stored
 * @param {Int8ArrayConstructor | Int16ArrayConstructor | Int32ArrayConstructor | Float32ArrayConstructor |
 *   Float64ArrayConstructor} Numbers
 * @param {(literal: LiteralJson) => number} [literal]
 */
function numberLeaf(stored, Numbers, literal = (json) => same(Numbers.of(Number(json))[0], json)) {
  const reader = (/** @type {Vector} */ vector) => {
    const numbers = new Numbers(...regionOf(vector.buffers[1], Numbers.BYTES_PER_ELEMENT));
    return present(vector, (row) => numbers[row]);
  };
  return leafType(stored, reader, literal);
}

/**
 * @param {Vector} vector
 * @returns {(row: number) => boolean} whether a row holds a value
 */
export function validityOf({ nullCount, buffers: [bits] }) {
  return nullCount === 0 ? () => true : bitsIn(bits);
}

/**
 * @param {Uint8Array} bits
 * @returns {(row: number) => boolean}
 */
function bitsIn(bits) {
  return (row) => (bits[row >> 3] & (1 << (row & 7))) !== 0;
}

/**
 * @param {Vector} vector
 * @param {(row: number) => Value} read
 * @returns {RowReader}
 */
function present(vector, read) {
  if (vector.nullCount === 0) return read;
  const isValid = validityOf(vector);
  return (row) => (isValid(row) ? read(row) : null);
}

/** @type {(vector: Vector) => RowReader} */
function booleansIn(vector) {
  return present(vector, bitsIn(vector.buffers[1]));
}

/** @type {(vector: Vector) => RowReader} */
function longsIn(vector) {
  const longs = new BigInt64Array(...regionOf(vector.buffers[1], 8));
  return present(vector, (row) => longs[row]);
}

/** @type {(vector: Vector) => RowReader} */
function decimalsIn(vector) {
  const words = new BigInt64Array(...regionOf(vector.buffers[1], 8));
  return present(vector, (row) => (words[2 * row + 1] << 64n) | BigInt.asUintN(64, words[2 * row]));
}

/** @type {(vector: Vector) => RowReader} */
function textsIn(vector) {
  const bytes = vector.buffers[2];
  // One call for all of them: a call for each costs more than the decoding itself.
  const all = UTF8.decode(bytes);
  const inBytes = new Int32Array(...regionOf(vector.buffers[1], 4));
  const offsets = all.length === bytes.length ? inBytes : inUnits(inBytes, bytes);
  return present(vector, (row) => all.slice(offsets[row], offsets[row + 1]));
}

/**
 * @param {Int32Array} offsets in bytes of UTF-8
 * @param {Uint8Array} bytes
 * @returns {Int32Array} the same in UTF-16 units
 */
function inUnits(offsets, bytes) {
  const units = new Int32Array(offsets.length);
  for (let i = 1, count = 0; i < offsets.length; i++) {
    for (let at = offsets[i - 1]; at < offsets[i]; at++) {
      // A byte that begins a character; one of four bytes is two units.
      if ((bytes[at] & 0xc0) !== 0x80) count += bytes[at] < 0xf0 ? 1 : 2;
    }
    units[i] = count;
  }
  return units;
}

/** @type {(vector: Vector) => RowReader} */
function binariesIn(vector) {
  const offsets = new Int32Array(...regionOf(vector.buffers[1], 4));
  const bytes = vector.buffers[2];
  return present(vector, (row) => bytes.subarray(offsets[row], offsets[row + 1]));
}

/**
 * @param {Uint8Array} bytes
 * @param {number} size of an element
 * @returns {[ArrayBuffer, number, number]} the same region for a typed array
 */
function regionOf(bytes, size) {
  return [/** @type {ArrayBuffer} */ (bytes.buffer), bytes.byteOffset, bytes.byteLength / size];
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
