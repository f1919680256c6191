// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Column, PredicateJson, Query, Reference } from '../protocol.js' */
/** @import { Keyed, Reach } from './reach.js' */
import { isRedacted } from '../redaction.js';
import { reachOf } from './reach.js';
import { reachOfList } from './lists.js';
import { typeOf } from '../evaluation/references.js';

/**
 * A way to the records that a query wants. `index` is null for the primary key. `reach` is null for every record. `proven`: no record for
 * which the predicate can be true lies beyond the reach; else that holds if the index has an entry for every record.
 * @typedef {{index: string | null, reach: Reach | null, proven: boolean}} Path
 */

/**
 * What a File, a Blob or an Error calls its fields is not, or not always, what an index has of them.
 */
const SPECIAL = new Set(['bytes', 'lastModified', 'message', 'name', 'size', 'stack', 'type']);

/** Types whose every value other than null is a valid key. */
const ALWAYS_KEYS = new Set(/** @type {unknown[]} */ (['date', 'timestamp', 'timestamp_ntz', 'binary']));

/**
 * @param {IDBObjectStore} store
 * @param {Query} query
 * @returns {Path}
 */
export function primaryPath(store, { predicate, tested = [] }) {
  const reach = predicate === undefined ? null : keyReach(keyPathOf(store), predicate, tested, keysOf(store, tested));
  return { index: null, reach: reach && { ...reach, exact: reach.exact && isExact(predicate, tested) }, proven: true };
}

/**
 * A record may have its key where no column of fields looks, as a list with a field does.
 * @param {PredicateJson | undefined} predicate
 * @param {Column[]} tested
 */
function isExact(predicate, tested) {
  const isOfKeys = (/** @type {Reference} */ reference) => (isKey(reference, tested) ? typeOf(reference, tested) : null);
  return predicate !== undefined && reachOf(predicate, isOfKeys)?.exact === true;
}

/**
 * @param {IDBIndex} index
 * @param {Query} query
 * @returns {Path | null} null if it leads nowhere in particular
 */
export function indexPath(index, { predicate, tested = [] }) {
  // An index of lists' elements may have a record many times.
  if (predicate === undefined || index.multiEntry) return null;
  const reach = keyReach(index.keyPath, predicate, tested, fieldOf(index.keyPath, tested));
  if (reach === null) return null;
  return { index: index.name, reach: { ...reach, exact: false }, proven: isProven(index.keyPath, tested) };
}

/**
 * The column or field that a store's primary key is, as far as its values say what the key is.
 * @param {IDBObjectStore} store
 * @param {Column[]} columns
 * @returns {Keyed}
 */
export function keysOf(store, columns) {
  const inline = fieldOf(keyPathOf(store), columns);
  return (reference) => (isKey(reference, columns) ? typeOf(reference, columns) : inline(reference));
}

/**
 * @param {IDBObjectStore} store
 * @returns {string | string[] | null} where in its records as they are read the key is; the app's function may put something else there
 */
function keyPathOf(store) {
  return isRedacted(store) ? null : store.keyPath;
}

/**
 * @param {Reference} reference
 * @param {Column[]} columns
 * @returns {boolean} whether it is the key itself, and no field that is the same
 */
export function isKey([name, ...rest], columns) {
  return rest.length === 0 && columns.find((column) => column.name === name)?.source === 'key';
}

/**
 * @param {string | string[] | null} keyPath
 * @param {PredicateJson} predicate
 * @param {Column[]} tested
 * @param {Keyed} keyed
 * @returns {Reach | null}
 */
function keyReach(keyPath, predicate, tested, keyed) {
  if (!Array.isArray(keyPath)) return reachOf(predicate, keyed);
  return reachOfList(keyPath.map((path) => reachOf(predicate, fieldOf(path, tested)))) ?? reachOf(predicate, keyed);
}

/**
 * @param {string | string[] | null} keyPath
 * @param {Column[]} columns
 * @returns {Keyed} of the field at the path
 */
function fieldOf(keyPath, columns) {
  // The empty path is the record itself.
  if (typeof keyPath !== 'string' || keyPath === '') return () => null;
  const names = keyPath.split('.');
  if (names.slice(1).some((name) => SPECIAL.has(name))) return () => null;
  return (reference) => {
    const isSame = reference.length === names.length && reference.every((name, i) => name === names[i]);
    const isField = (columns.find((column) => column.name === names[0])?.source ?? 'field') === 'field';
    return isSame && isField ? typeOf(reference, columns) : null;
  };
}

/**
 * @param {string | string[]} keyPath
 * @param {Column[]} tested
 */
function isProven(keyPath, tested) {
  return typeof keyPath === 'string' && ALWAYS_KEYS.has(typeOf(keyPath.split('.'), tested));
}
