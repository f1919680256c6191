// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Rows } from '../columns/malformed.js' */
/** @import { FetchOptions, ScanInterval } from './blocks.js' */
import { promisifyRequest } from '../store/database-pool.js';
import { compareKeys } from '../values/keys.js';
import { isPlain } from '../values/value-kind.js';
import { isRedacted, redacted } from '../store/redaction.js';
import { keyRangeOf } from '../paths/intervals.js';

/** The most records fetched at once: larger answers take the browser's main process a third more time for each record. */
export const MAX_RECORDS_AT_ONCE = 500;

/**
 * Records with their primary keys and, of an index, their keys there.
 * @typedef {Rows & {indexKeys?: IDBValidKey[]}} Fetched
 *
 * The one place where records come from, and so where the app's function for them is called.
 * @param {IDBObjectStore | IDBIndex} source
 * @param {ScanInterval} interval of it, without the records up to `afterPrimary`
 * @param {FetchOptions} options how many records at most, downwards or upwards, and whether without their values
 * @returns {Promise<Fetched>} fewer than asked for if there are no more
 */
export async function recordsIn(source, interval, options) {
  // That function may leave a record out, whatever is wanted of it.
  const isRedacting = source instanceof IDBObjectStore && isRedacted(source);
  const rows = await storedIn(source, interval, isRedacting ? { ...options, keysOnly: false } : options);
  return isRedacting ? { ...rows, values: redacted(source, rows.keys, rows.values) } : rows;
}

/**
 * @param {IDBObjectStore | IDBIndex} source
 * @param {ScanInterval} interval
 * @param {FetchOptions} options
 * @returns {Promise<Fetched>}
 */
async function storedIn(source, interval, { count, descending = false, keysOnly = false }) {
  const range = keyRangeOf(interval);
  const isStore = source instanceof IDBObjectStore;
  if (isStore && keysOnly && !descending) {
    const keys = await promisifyRequest(source.getAllKeys(range, count));
    return { keys, values: new Array(keys.length) };
  }
  const inline = isStore && !descending && count > 1 ? await withInlineKeys(source, range, count) : null;
  if (inline !== null) return inline;
  // Not in every browser yet, nor in TypeScript's library.
  const newer = /** @type {{getAllRecords?: (options: object) => IDBRequest<IDBRecord[]>}} */ (/** @type {unknown} */ (source));
  const direction = descending ? 'prev' : 'next';
  if (newer.getAllRecords && interval.afterPrimary === undefined) {
    return fetched(await promisifyRequest(newer.getAllRecords({ query: range, count, direction })), isStore);
  }
  if (!isStore || descending) return fetched(await readByCursor(source.openCursor(range, direction), count, interval.afterPrimary), isStore);
  const [keys, values] = await Promise.all([promisifyRequest(source.getAllKeys(range, count)), promisifyRequest(source.getAll(range, count))]);
  return { keys, values };
}

/**
 * Values alone, whose keys are one of their fields: a fifth faster than with a second copy of the keys.
 * @param {IDBObjectStore} store
 * @param {IDBKeyRange | undefined} range
 * @param {number} count
 * @returns {Promise<Rows | null>} null if the keys are not to be had like this
 */
async function withInlineKeys(store, range, count) {
  const { keyPath } = store;
  // Longer paths may lead through what is no plain object, as a File's.
  if (typeof keyPath !== 'string' || keyPath === '' || keyPath.includes('.') || isRare(range?.lower)) return null;
  const values = await promisifyRequest(store.getAll(range, count));
  const keys = values.map((value) => inlineKey(value, keyPath));
  return keys.includes(undefined) ? null : { keys: /** @type {IDBValidKey[]} */ (keys), values };
}

/**
 * @param {any} value
 * @param {string} name
 * @returns {IDBValidKey | undefined} undefined if it is not a field of a plain object, or of a type that a key and a field differ in
 */
function inlineKey(value, name) {
  if (typeof value !== 'object' || value === null || !isPlain(value) || !Object.hasOwn(value, name)) return undefined;
  const key = value[name];
  if (isRare(key)) return undefined;
  // A key is never -0, though the field that it was made of may be.
  if (key === 0) return 0;
  // The app's function may change the one in the record.
  return typeof key === 'object' && key !== null ? new Date(/** @type {Date} */ (key).getTime()) : /** @type {IDBValidKey} */ (key);
}

/** @param {unknown} key */
function isRare(key) {
  return typeof key === 'object' && key !== null && Object.getPrototypeOf(key) !== Date.prototype;
}

/**
 * @typedef {{key: IDBValidKey, primaryKey: IDBValidKey, value: unknown}} IDBRecord
 *
 * @param {IDBRecord[]} records
 * @param {boolean} isStore
 * @returns {Fetched}
 */
function fetched(records, isStore) {
  const rows = { keys: records.map(({ primaryKey }) => primaryKey), values: records.map(({ value }) => value) };
  return isStore ? rows : { ...rows, indexKeys: records.map(({ key }) => key) };
}

/**
 * One record after the other: slow, but it can begin within the records of one index key, and every browser can.
 * @param {IDBRequest<IDBCursorWithValue | null>} request
 * @param {number} count
 * @param {IDBValidKey} [afterPrimary]
 * @returns {Promise<IDBRecord[]>}
 */
function readByCursor(request, count, afterPrimary) {
  return new Promise((resolve, reject) => {
    /** @type {IDBRecord[]} */
    const records = [];
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const cursor = request.result;
      if (cursor === null) return resolve(records);
      const { key, primaryKey, value } = cursor;
      const order = afterPrimary === undefined ? 1 : compareKeys(primaryKey, afterPrimary);
      if (order < 0) return cursor.continuePrimaryKey(key, /** @type {IDBValidKey} */ (afterPrimary));
      if (order > 0 && records.push({ key, primaryKey, value }) >= count) return resolve(records);
      cursor.continue();
    };
  });
}

/**
 * How many records to fetch next so that they fill a batch.
 * @param {number} records of the last batch
 * @param {number} bytes that it took
 * @param {number} byteTarget
 */
export function nextCount(records, bytes, byteTarget) {
  // Not too far at once: the next records may be larger.
  const fitting = Math.round((records * byteTarget) / Math.max(bytes, 1));
  return Math.max(1, Math.min(fitting, records * 16, MAX_RECORDS_AT_ONCE));
}
