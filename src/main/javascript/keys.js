// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { KeyJson, RangeJson } from './protocol.js' */
import { fromBase64, toBase64 } from './text.js';
import * as ErrorCode from './error-codes.js';
import { IndexedDbError } from './protocol.js';

/**
 * A key range with its bounds as IndexedDB keys; an absent bound is `undefined`.
 * @typedef {{lower?: IDBValidKey, lowerOpen: boolean, upper?: IDBValidKey, upperOpen: boolean}} KeyBounds
 */

/**
 * @param {IDBValidKey} key
 * @returns {KeyJson}
 */
export function keyToJson(key) {
  if (typeof key === 'number') return { number: numberToJson(key) };
  if (typeof key === 'string') return { string: key };
  if (Array.isArray(key)) return { array: key.map(keyToJson) };
  if (key instanceof Date) return { date: key.getTime() };
  return { binary: toBase64(bytesOf(key)) };
}

/**
 * @param {number} number
 * @returns {number | 'Infinity' | '-Infinity'}
 */
function numberToJson(number) {
  if (number === Infinity) return 'Infinity';
  return number === -Infinity ? '-Infinity' : number;
}

/**
 * @param {KeyJson} json
 * @returns {IDBValidKey}
 */
export function keyFromJson(json) {
  const names = json && typeof json === 'object' ? Object.keys(json) : [];
  if (names.length === 1) {
    const value = /** @type {Record<string, any>} */ (json)[names[0]];
    if (names[0] === 'number' && (typeof value === 'number' || value === 'Infinity' || value === '-Infinity')) {
      return Number(value);
    }
    if (names[0] === 'string' && typeof value === 'string') return value;
    if (names[0] === 'date' && typeof value === 'number') return new Date(value);
    if (names[0] === 'binary' && typeof value === 'string') return fromBase64(value);
    if (names[0] === 'array' && Array.isArray(value)) return value.map(keyFromJson);
  }
  throw new IndexedDbError(ErrorCode.BAD_MESSAGE, `Cannot read a key: ${JSON.stringify(json)} is none.`);
}

/**
 * The bounds of a range, of which everything up to and including the key `after` is done; down to it, if it is read downwards.
 * @param {RangeJson} range
 * @param {KeyJson} [after]
 * @param {boolean} [descending]
 * @returns {KeyBounds | null} null if nothing can be left
 */
export function boundsOf(range, after, descending = false) {
  /** @type {KeyBounds} */
  const bounds = { lowerOpen: range.lowerOpen === true, upperOpen: range.upperOpen === true };
  if (range.lower) bounds.lower = keyFromJson(range.lower);
  if (range.upper) bounds.upper = keyFromJson(range.upper);
  if (after) {
    const key = keyFromJson(after);
    Object.assign(bounds, within(bounds, descending ? { upper: key, upperOpen: true } : { lower: key, lowerOpen: true }));
  }
  return isEmpty(bounds) ? null : bounds;
}

/**
 * @param {KeyBounds} a
 * @param {Partial<KeyBounds>} b
 * @returns {KeyBounds} what is within both; it may be nothing
 */
export function within(a, b) {
  const both = { ...a };
  const { lower, upper, lowerOpen = false, upperOpen = false } = b;
  if (lower !== undefined) {
    const order = a.lower === undefined ? 1 : compareKeys(lower, a.lower);
    if (order > 0 || (order === 0 && lowerOpen)) Object.assign(both, { lower, lowerOpen });
  }
  if (upper !== undefined) {
    const order = a.upper === undefined ? -1 : compareKeys(upper, a.upper);
    if (order < 0 || (order === 0 && upperOpen)) Object.assign(both, { upper, upperOpen });
  }
  return both;
}

/** @param {KeyBounds} bounds */
export function isEmpty({ lower, upper, lowerOpen, upperOpen }) {
  if (lower === undefined || upper === undefined) return false;
  const order = compareKeys(lower, upper);
  return order > 0 || (order === 0 && (lowerOpen || upperOpen));
}

/**
 * @param {KeyBounds} bounds
 * @returns {IDBKeyRange | null} null for the whole store
 */
export function keyRangeOf({ lower, upper, lowerOpen, upperOpen }) {
  if (lower !== undefined && upper !== undefined) return IDBKeyRange.bound(lower, upper, lowerOpen, upperOpen);
  if (lower !== undefined) return IDBKeyRange.lowerBound(lower, lowerOpen);
  return upper === undefined ? null : IDBKeyRange.upperBound(upper, upperOpen);
}

/**
 * IndexedDB's own order: numbers, dates, strings, binaries, arrays.
 * @param {IDBValidKey} a
 * @param {IDBValidKey} b
 * @returns {number} negative, zero or positive
 */
export function compareKeys(a, b) {
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank;
  if (Array.isArray(a) && Array.isArray(b)) return compareEach(a, b, compareKeys);
  if (typeof a === 'string' || typeof a === 'number') return compare(a, /** @type {typeof a} */ (b));
  if (a instanceof Date) return compare(a.getTime(), /** @type {Date} */ (b).getTime());
  return compareEach(bytesOf(/** @type {BufferSource} */ (a)), bytesOf(/** @type {BufferSource} */ (b)), compare);
}

/** @param {IDBValidKey} key */
function rankOf(key) {
  if (typeof key === 'number') return 1;
  if (key instanceof Date) return 2;
  if (typeof key === 'string') return 3;
  return Array.isArray(key) ? 5 : 4;
}

/**
 * @template {string | number} T
 * @param {T} a
 * @param {T} b
 */
function compare(a, b) {
  return a < b ? -1 : Number(a > b);
}

/**
 * @template T
 * @param {ArrayLike<T>} a
 * @param {ArrayLike<T>} b
 * @param {(a: T, b: T) => number} order
 */
function compareEach(a, b, order) {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const result = order(a[i], b[i]);
    if (result !== 0) return result;
  }
  return a.length - b.length;
}

/**
 * @param {BufferSource} source
 * @returns {Uint8Array}
 */
export function bytesOf(source) {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}
