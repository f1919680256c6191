// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Rows } from '../values/rows.js' */
/** @import { Size } from '../values/size-estimate.js' */
import { compareKeys } from '../values/keys.js';
import { isPlain } from '../values/value-kind.js';
import { LOST, promisifyCursor, promisifyIfReadable, promisifyRequest } from './idb.js';

/**
 * How many records at most, downwards or upwards, whether without their values, and, of an index, which are left out:
 * those of the first key up to a primary key.
 * @typedef {{count: number, descending?: boolean, keysOnly?: boolean, afterPrimary?: IDBValidKey}} FetchOptions
 *
 * Records with their primary keys and, of an index, their keys there.
 * @typedef {Rows & {indexKeys?: IDBValidKey[]}} StoredRows
 *
 * As they may leave the browser, with their size as they are stored.
 * @typedef {StoredRows & {size: Size}} Fetched
 */

/**
 * @param {IDBObjectStore} store
 * @param {IDBKeyRange | undefined} range
 * @param {FetchOptions} options
 * @returns {Promise<StoredRows>}
 */
export async function recordsOfStore(store, range, options) {
  const { count, descending, keysOnly } = options;
  if (keysOnly && !descending) {
    const keys = await promisifyRequest(store.getAllKeys(range, count));
    return { keys, values: new Array(keys.length) };
  }
  const inline = !descending && count > 1 ? await withInlineKeys(store, range, count) : null;
  if (inline !== null) return inline;
  if (!descending && !newer(store).getAllRecords) {
    const [keys, values] = await Promise.all([
      promisifyRequest(store.getAllKeys(range, count)),
      promisifyIfReadable(store.getAll(range, count)),
    ]);
    if (Array.isArray(values)) return { keys, values: readable(values, store) };
  }
  return rowsOf(await recordsOf(store, range, options), store);
}

/**
 * @param {IDBIndex} index
 * @param {IDBKeyRange | undefined} range
 * @param {FetchOptions} options
 * @returns {Promise<StoredRows>}
 */
export async function recordsOfIndex(index, range, options) {
  const records = await recordsOf(index, range, options);
  return { ...rowsOf(records, index.objectStore), indexKeys: records.map(({ key }) => key) };
}

/**
 * @typedef {{key: IDBValidKey, primaryKey: IDBValidKey, value: unknown}} IDBRecord
 *
 * @param {IDBObjectStore | IDBIndex} source
 * @param {IDBKeyRange | undefined} range
 * @param {FetchOptions} options
 * @returns {Promise<IDBRecord[]>}
 */
async function recordsOf(source, range, options) {
  const { count, descending, afterPrimary } = options;
  const direction = descending ? 'prev' : 'next';
  const all = afterPrimary === undefined && newer(source).getAllRecords?.({ query: range, count, direction });
  const records = all ? await promisifyIfReadable(all) : LOST;
  return Array.isArray(records) ? records : readByCursor(source, source.openKeyCursor(range, direction), options);
}

/**
 * @param {unknown} source
 * @returns {{getAllRecords?: (options: object) => IDBRequest<IDBRecord[]>}} not in every browser yet, nor in
 *   TypeScript's library
 */
function newer(source) {
  return /** @type {any} */ (source);
}

/**
 * @param {IDBRecord[]} records
 * @param {IDBObjectStore} store
 * @returns {Rows}
 */
function rowsOf(records, store) {
  const values = records.map(({ value }) => value);
  return { keys: records.map(({ primaryKey }) => primaryKey), values: readable(values, store) };
}

/**
 * In a store with a key path no record is null: such a one is of a class that pages have and workers lack.
 * @param {unknown[]} values
 * @param {IDBObjectStore} store
 */
function readable(values, { keyPath }) {
  return keyPath === null ? values : values.map((value) => value ?? LOST);
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
  const values = await promisifyIfReadable(store.getAll(range, count));
  if (!Array.isArray(values)) return null;
  const keys = values.map((value) => inlineKey(value, keyPath));
  return keys.includes(undefined) ? null : { keys: /** @type {IDBValidKey[]} */ (keys), values };
}

/**
 * @param {any} value
 * @param {string} name
 * @returns {IDBValidKey | undefined} undefined if it is not a field of a plain object, or of a type that a key and a
 *   field differ in
 */
function inlineKey(value, name) {
  if (!isPlain(value) || !Object.hasOwn(value, name)) return undefined;
  const key = value[name];
  if (isRare(key)) return undefined;
  // A key is never -0, though the field that it was made of may be.
  if (key === 0) return 0;
  // The app's function may change the one in the record.
  return key instanceof Date ? new Date(key) : /** @type {IDBValidKey} */ (key);
}

/** @param {unknown} key */
function isRare(key) {
  return typeof key === 'object' && key !== null && Object.getPrototypeOf(key) !== Date.prototype;
}

/**
 * One record after the other: slow, but it can begin within the records of one index key, every browser can, and what
 * is lost of one is not lost of all.
 * @param {IDBObjectStore | IDBIndex} source
 * @param {IDBRequest<IDBCursor | null>} request
 * @param {FetchOptions} options
 * @returns {Promise<IDBRecord[]>}
 */
async function readByCursor(source, request, { count, afterPrimary }) {
  const store = 'objectStore' in source ? source.objectStore : source;
  /** @type {{key: IDBValidKey, primaryKey: IDBValidKey}[]} */
  const keys = [];
  await promisifyCursor(request, (cursor, resolve) => {
    if (cursor === null) return resolve(null);
    const { key, primaryKey } = cursor;
    const order = afterPrimary === undefined ? 1 : compareKeys(primaryKey, afterPrimary);
    if (order < 0) return cursor.continuePrimaryKey(key, /** @type {IDBValidKey} */ (afterPrimary));
    if (order > 0 && keys.push({ key, primaryKey }) >= count) return resolve(null);
    cursor.continue();
  });
  const values = await Promise.all(keys.map(({ primaryKey }) => promisifyIfReadable(store.get(primaryKey))));
  // Fails if it is not those records that are lost, but the connection.
  if (values.includes(LOST)) await promisifyRequest(store.count());
  return keys.map((record, i) => ({ ...record, value: values[i] }));
}
