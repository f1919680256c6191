// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { badMessage } from '../protocol/protocol.js';
/** @import { KeyJson } from '../protocol/protocol.js' */
import { fromBase64, toBase64 } from './text.js';

/**
 * @param {IDBValidKey} key
 * @returns {KeyJson}
 */
export function keyToJson(key) {
  if (typeof key === 'number') return { number: /** @type {any} */ (Number.isFinite(key) ? key : String(key)) };
  if (typeof key === 'string') return { string: key };
  if (Array.isArray(key)) return { array: key.map(keyToJson) };
  if (key instanceof Date) return { date: key.getTime() };
  return { binary: toBase64(bytesOf(key)) };
}

/**
 * @param {KeyJson} json
 * @returns {IDBValidKey}
 */
export function keyFromJson(json) {
  const [[kind, value] = [], ...others] = /** @type {[string, any][]} */ (Object.entries(Object(json)));
  if (others.length === 0) {
    if (kind === 'number' && (typeof value === 'number' || value === 'Infinity' || value === '-Infinity'))
      return Number(value);
    if (kind === 'string' && typeof value === 'string') return value;
    if (kind === 'date' && typeof value === 'number') return new Date(value);
    if (kind === 'binary' && typeof value === 'string') return fromBase64(value);
    if (kind === 'array' && Array.isArray(value)) return value.map(keyFromJson);
  }
  throw badMessage('key', json);
}

/**
 * IndexedDB's own order: numbers, dates, strings, binaries, arrays; and, after every key, that there is none.
 * @param {IDBValidKey | undefined} a
 * @param {IDBValidKey | undefined} b
 * @returns {number} negative, zero or positive
 */
export function compareKeys(a, b) {
  if (a === b) return 0;
  if (a === undefined || b === undefined) return a === undefined ? 1 : -1;
  // The browser takes a microsecond.
  if (typeof a === typeof b && typeof a !== 'object') return a < b ? -1 : 1;
  return a instanceof Date && b instanceof Date ? a.getTime() - b.getTime() : indexedDB.cmp(a, b);
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
