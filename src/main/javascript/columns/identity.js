// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Vector } from './vector.js' */
/** @import { Type } from '../protocol/protocol.js' */

const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Types whose values are UTF-8 in a batch. */
const TEXTS = new Set(/** @type {unknown[]} */ (['string', 'text', 'json']));

/**
 * Tells encoded values apart as an engine does: what counts is what was written, not what it was made of.
 * @param {Type} type
 * @param {Vector} vector of that type
 * @returns {(row: number) => unknown} equal for equal values, for Sets; null for null
 */
export function identityIn(type, vector) {
  const { nullCount, buffers } = vector;
  const of = typeof type === 'string' || 'decimal' in type ? leafIn(type, vector) : nestedIn(type, vector);
  return nullCount === 0 ? of : (row) => (bitIn(buffers[0], row) ? of(row) : null);
}

/**
 * @param {Exclude<Type, string | {decimal: [number, number]}>} type
 * @param {Vector} vector
 * @returns {(row: number) => unknown}
 */
function nestedIn(type, { buffers, children }) {
  if ('struct' in type) {
    const fields = type.struct.map((field, i) => identityIn(field.type, children[i]));
    return (row) => JSON.stringify(fields.map((of) => of(row)));
  }
  const element = 'array' in type ? type.array : { struct: type.map.map((part) => ({ name: '', type: part })) };
  const of = identityIn(element, children[0]);
  const ends = integers(buffers[1]);
  return (row) => JSON.stringify(Array.from({ length: ends[row + 1] - ends[row] }, (_, i) => of(ends[row] + i)));
}

/**
 * @param {Type} type
 * @param {Vector} vector
 * @returns {(row: number) => unknown}
 */
function leafIn(type, { length, buffers: [, data, bytes] }) {
  if (type === 'boolean') return (row) => bitIn(data, row);
  if (type === 'double' || type === 'float') {
    const Numbers = type === 'double' ? Float64Array : Float32Array;
    const numbers = new Numbers(/** @type {ArrayBuffer} */ (data.buffer), data.byteOffset, length);
    // A text, as JSON has no NaN. It is the same for -0 and 0, as it is to an engine.
    return (row) => String(numbers[row]);
  }
  if (bytes === undefined) {
    const width = data.length / length;
    return (row) => String(data.subarray(row * width, (row + 1) * width));
  }
  const ends = integers(data);
  const isText = TEXTS.has(type);
  return (row) => {
    const value = bytes.subarray(ends[row], ends[row + 1]);
    return isText ? UTF8.decode(value) : String(value);
  };
}

/**
 * @param {Uint8Array} bits
 * @param {number} row
 * @returns {boolean}
 */
function bitIn(bits, row) {
  return (bits[row >> 3] & (1 << (row & 7))) !== 0;
}

/** @param {Uint8Array} data */
function integers(data) {
  return new Int32Array(/** @type {ArrayBuffer} */ (data.buffer), data.byteOffset, data.byteLength / 4);
}
