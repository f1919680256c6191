// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Encoder } from './vector.js' */
import { doesNotFit } from './misfit.js';
import { isNull, unboxed } from '../kinds.js';
import { Validity } from './vector.js';

const LOWEST_LONG = -(2n ** 63n);
const HIGHEST_LONG = 2n ** 63n - 1n;
const TWO_32 = 2 ** 32;
const DAY = 86_400_000;

/** @type {Encoder} */
export function encodeBooleans(values) {
  const validity = new Validity(values.length);
  const bits = new Uint8Array((values.length + 7) >> 3);
  for (let i = 0; i < values.length; i++) {
    const value = unboxed(values[i]);
    if (value === true) bits[i >> 3] |= 1 << (i & 7);
    else if (isNull(value)) validity.setNull(i);
    else if (value !== false) doesNotFit(i, value, 'boolean');
  }
  return validity.vector([bits]);
}

/**
 * Integers of 8, 16 or 32 bits.
 * @param {'tinyint' | 'smallint' | 'int'} type
 * @param {Int8ArrayConstructor | Int16ArrayConstructor | Int32ArrayConstructor} Array
 * @returns {Encoder}
 */
export function integers(type, Array) {
  return (values) => {
    const validity = new Validity(values.length);
    const data = new Array(values.length);
    for (let i = 0; i < values.length; i++) {
      const value = unboxed(values[i]);
      if (isNull(value)) validity.setNull(i);
      else {
        // Of an object it would run what the record calls valueOf.
        data[i] = typeof value === 'object' ? NaN : Number(value);
        if (!isSame(data[i], value)) doesNotFit(i, value, type);
      }
    }
    return validity.vector([data]);
  };
}

/**
 * @param {number} stored
 * @param {unknown} value
 */
function isSame(stored, value) {
  return typeof value === 'bigint' ? BigInt(stored) === value : Object.is(stored, value);
}

/** @type {Encoder} */
export function encodeDoubles(values) {
  const validity = new Validity(values.length);
  const data = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value === 'number') data[i] = value;
    else if (isNull(value)) validity.setNull(i);
    else {
      const number = unboxed(value);
      if (typeof number !== 'number') doesNotFit(i, value, 'double');
      data[i] = /** @type {number} */ (number);
    }
  }
  return validity.vector([data]);
}

/** @type {Encoder} */
export function encodeFloats(values) {
  const validity = new Validity(values.length);
  const data = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = unboxed(values[i]);
    if (isNull(value)) validity.setNull(i);
    else {
      data[i] = typeof value === 'number' ? value : NaN;
      if (!Object.is(data[i], value)) doesNotFit(i, value, 'float');
    }
  }
  return validity.vector([data]);
}

/** @type {Encoder} */
export function encodeLongs(values) {
  const validity = new Validity(values.length);
  const longs = new Longs(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = unboxed(values[i]);
    if (typeof value === 'number') {
      if (!Number.isSafeInteger(value) || Object.is(value, -0)) doesNotFit(i, value, 'bigint');
      longs.setNumber(i, value);
    } else if (typeof value === 'bigint') {
      if (value < LOWEST_LONG || value > HIGHEST_LONG) doesNotFit(i, value, 'bigint');
      longs.setBigInt(i, value);
    } else if (isNull(value)) validity.setNull(i);
    else doesNotFit(i, value, 'bigint');
  }
  return validity.vector([longs.words]);
}

/**
 * Dates as microseconds since 1970; an invalid Date is null.
 * @param {'timestamp' | 'timestamp_ntz'} type
 * @returns {Encoder}
 */
export function timestamps(type) {
  return (values) => {
    const validity = new Validity(values.length);
    const longs = new Longs(values.length);
    for (let i = 0; i < values.length; i++) {
      const time = timeOf(values[i], i, type);
      if (time === null) validity.setNull(i);
      else if (Number.isSafeInteger(time * 1000)) longs.setNumber(i, time * 1000);
      else longs.setBigInt(i, BigInt(time) * 1000n);
    }
    return validity.vector([longs.words]);
  };
}

/** @type {Encoder} */
export function encodeDates(values) {
  const validity = new Validity(values.length);
  const days = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const time = timeOf(values[i], i, 'date');
    if (time === null) validity.setNull(i);
    else if (time % DAY === 0) days[i] = time / DAY;
    else doesNotFit(i, values[i], 'date', 'it is not midnight in UTC');
  }
  return validity.vector([days]);
}

/**
 * @param {unknown} value
 * @param {number} index
 * @param {'date' | 'timestamp' | 'timestamp_ntz'} type
 * @returns {number | null} milliseconds since 1970
 */
function timeOf(value, index, type) {
  if (isNull(value)) return null;
  if (Object.getPrototypeOf(value) !== Date.prototype) doesNotFit(index, value, type);
  return /** @type {Date} */ (value).getTime();
}

/** 64-bit integers, little-endian, written as two words: a BigInt for each would cost more than all else of a column. */
class Longs {
  /** @param {number} length */
  constructor(length) {
    this.words = new Int32Array(2 * length);
  }

  /**
   * @param {number} index
   * @param {number} value a safe integer
   */
  setNumber(index, value) {
    this.words[2 * index] = value;
    this.words[2 * index + 1] = Math.floor(value / TWO_32);
  }

  /**
   * @param {number} index
   * @param {bigint} value
   */
  setBigInt(index, value) {
    this.words[2 * index] = Number(BigInt.asIntN(32, value));
    this.words[2 * index + 1] = Number(BigInt.asIntN(32, value >> 32n));
  }
}
