// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { isNull, unboxed } from '../values/value-kind.js';
/** @import { Encoder } from './vector.js' */
/** @import { Type } from '../protocol/protocol.js' */
import { doesNotFit } from './misfit.js';
import { Validity } from './vector.js';

const DAY = 86_400_000;

/**
 * Values of one width: those that fit as they are first, as most do, then those that are null or have to be unboxed.
 * @template {ArrayBufferView} Data
 * @param {Type} type
 * @param {(length: number) => Data} dataOf makes room for so many
 * @param {(data: Data, i: number, value: any) => boolean} put writes a value and tells whether it fits
 * @returns {Encoder}
 */
export function fixed(type, dataOf, put) {
  return (values) => {
    const validity = new Validity(values.length);
    const data = dataOf(values.length);
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (put(data, i, value)) continue;
      if (isNull(value)) validity.setNull(i);
      else if (!put(data, i, unboxed(value))) doesNotFit(i, unboxed(value), type);
    }
    return validity.vector([data]);
  };
}

export const encodeBooleans = fixed(
  'boolean',
  (length) => new Uint8Array((length + 7) >> 3),
  (bits, i, value) => {
    if (value === true) bits[i >> 3] |= 1 << (i & 7);
    return typeof value === 'boolean';
  },
);

/**
 * Integers of 8, 16 or 32 bits.
 * @param {'tinyint' | 'smallint' | 'int'} type
 * @param {Int8ArrayConstructor | Int16ArrayConstructor | Int32ArrayConstructor} TypedArray
 * @returns {Encoder}
 */
export function integers(type, TypedArray) {
  return fixed(
    type,
    (length) => new TypedArray(length),
    (data, i, value) => {
      // Of an object it would run what the record calls valueOf.
      data[i] = typeof value === 'object' ? NaN : Number(value);
      return typeof value === 'bigint' ? BigInt(data[i]) === value : Object.is(data[i], value);
    },
  );
}

/**
 * @param {'float' | 'double'} type
 * @param {Float32ArrayConstructor | Float64ArrayConstructor} TypedArray
 * @returns {Encoder}
 */
export function floats(type, TypedArray) {
  return fixed(
    type,
    (length) => new TypedArray(length),
    (data, i, value) => {
      data[i] = typeof value === 'number' ? value : NaN;
      return Object.is(data[i], value);
    },
  );
}

export const encodeLongs = fixed('bigint', longs, (data, i, value) => {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) putNumber(data, i, value);
  else if (typeof value === 'bigint' && BigInt.asIntN(64, value) === value) data.setBigInt64(8 * i, value, true);
  else return false;
  return true;
});

/**
 * Dates as microseconds since 1970; an invalid Date is null.
 * @param {'timestamp' | 'timestamp_ntz'} type
 * @returns {Encoder}
 */
export function timestamps(type) {
  return fixed(type, longs, (data, i, value) => {
    const time = timeOf(value);
    if (Number.isSafeInteger(time * 1000)) putNumber(data, i, time * 1000);
    else if (!Number.isNaN(time)) data.setBigInt64(8 * i, BigInt(time) * 1000n, true);
    return !Number.isNaN(time);
  });
}

export const encodeDates = fixed(
  'date',
  (length) => new Int32Array(length),
  (days, i, value) => {
    const time = timeOf(value);
    days[i] = time / DAY;
    // Midnight in UTC.
    return time % DAY === 0;
  },
);

/**
 * @param {any} value
 * @returns {number} milliseconds since 1970, NaN if it is no valid Date
 */
function timeOf(value) {
  return value && Object.getPrototypeOf(value) === Date.prototype ? value.getTime() : NaN;
}

/** @param {number} length */
function longs(length) {
  return new DataView(new ArrayBuffer(8 * length));
}

/**
 * A 64-bit integer, little-endian, as two words: a BigInt for each would cost more than all else of a column.
 * @param {DataView} data
 * @param {number} index
 * @param {number} value a safe integer
 */
function putNumber(data, index, value) {
  data.setInt32(8 * index, value, true);
  data.setInt32(8 * index + 4, Math.floor(value / 2 ** 32), true);
}
