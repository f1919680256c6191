// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Vector } from './vector.js' */
/** @import { Type } from '../protocol/protocol.js' */

/**
 * What a leaf of an encoded column holds: a date as its days, a timestamp as its microseconds, a decimal as its digits
 * without the point.
 * @typedef {boolean | number | bigint | string | Uint8Array} Value
 *
 * Reads one row of an encoded column; null if it holds none.
 * @typedef {(row: number) => Value | null} RowReader
 */

const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** @type {Record<string, string>} types whose values have the form of another's in a batch */
const STORED = { date: 'int', timestamp: 'bigint', timestamp_ntz: 'bigint', text: 'string', json: 'string' };

/** Types whose values are the elements of a typed array. */
export const NUMBER_ARRAYS = {
  tinyint: Int8Array,
  smallint: Int16Array,
  int: Int32Array,
  float: Float32Array,
  double: Float64Array,
};

/** @type {Record<string, (vector: Vector) => RowReader>} */
const READERS = {
  boolean: booleansIn,
  bigint: longsIn,
  string: textsIn,
  binary: binariesIn,
  ...Object.fromEntries(Object.entries(NUMBER_ARRAYS).map(([type, Numbers]) => [type, numbersIn(Numbers)])),
};

/**
 * @param {string} type
 * @returns {string} whose form in a batch its values have
 */
export function storedType(type) {
  return STORED[type] ?? type;
}

/**
 * @param {Type} type of a leaf
 * @param {Vector} vector of that type
 * @returns {RowReader}
 */
export function rowReader(type, vector) {
  return (typeof type === 'string' ? READERS[storedType(type)] : decimalsIn)(vector);
}

/**
 * @param {Vector} vector of lists or of what has a length
 * @returns {Int32Array} where each row begins, and the last ends
 */
export function offsetsIn({ buffers }) {
  return new Int32Array(...regionOf(buffers[1], 4));
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

/**
 * @param {typeof NUMBER_ARRAYS[keyof typeof NUMBER_ARRAYS]} Numbers
 * @returns {(vector: Vector) => RowReader}
 */
function numbersIn(Numbers) {
  return (vector) => {
    const numbers = new Numbers(...regionOf(vector.buffers[1], Numbers.BYTES_PER_ELEMENT));
    return present(vector, (row) => numbers[row]);
  };
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
  const inBytes = offsetsIn(vector);
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
  const offsets = offsetsIn(vector);
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
