// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { typeOf } from '../evaluation/references.js';
import { compoundIntervals } from './compound-keys.js';
/** @import { Column, IndexJson, PredicateJson, Query, Reference } from '../protocol/protocol.js' */
/** @import { KeyTypeOf } from './predicate-ranges.js' */
/** @import { Interval } from './intervals.js' */
/** @import { StoreView } from '../store/store-view.js' */
import { predicateRanges } from './predicate-ranges.js';

/**
 * A way to the records that a query wants. `index` is null for the primary key. `intervals` is null for every record.
 * `complete`: no record for which the predicate can be true lies beyond them; else that holds if the index has an entry
 * for every record.
 * @typedef {{index: IndexJson | null, intervals: Interval[] | null, complete: boolean}} AccessPath
 *
 * @typedef {AccessPath & {index: IndexJson}} IndexPath
 */

/**
 * What a File, a Blob or an Error calls its fields is not, or not always, what an index has of them.
 */
const SPECIAL_FIELDS = new Set(['bytes', 'lastModified', 'message', 'name', 'size', 'stack', 'type']);

/** Types whose every value other than null is a valid key: bytes may be those of an ImageData, which no index has. */
const ALWAYS_KEYS = new Set(/** @type {unknown[]} */ (['date', 'timestamp', 'timestamp_ntz']));

/**
 * @param {Pick<StoreView, 'keyPath' | 'isRedacted'>} store
 * @param {Query} query
 * @returns {AccessPath}
 */
export function primaryPath(store, { predicate, tested = [] }) {
  const intervals =
    predicate === undefined ? null : intervalsOf(keyPathOf(store), predicate, tested, keyTypesOf(store, tested));
  return { index: null, intervals, complete: true };
}

/**
 * Whether the predicate is true for every record on the primary path, as far as the key itself tells: a record may have
 * its key where no column of fields looks, as a list with a field does.
 * @param {Query} query
 * @returns {boolean}
 */
export function isExactByKey({ predicate, tested = [] }) {
  return predicate === undefined || predicateRanges(predicate, keyOf(tested))?.exact === true;
}

/**
 * @param {IndexJson} index
 * @param {Query} query
 * @returns {IndexPath | null} null if it leads nowhere in particular
 */
export function indexPath(index, { predicate, tested = [] }) {
  const { keyPath, multiEntry } = index;
  // An index of lists' elements may have a record many times.
  if (predicate === undefined || multiEntry) return null;
  const intervals = intervalsOf(keyPath, predicate, tested, fieldOf(keyPath, tested));
  return intervals && { index, intervals, complete: isCompleteIndex(keyPath, tested) };
}

/**
 * The column or field that a store's primary key is, as far as its values say what the key is.
 * @param {Pick<StoreView, 'keyPath' | 'isRedacted'>} store
 * @param {Column[]} columns
 * @returns {KeyTypeOf}
 */
export function keyTypesOf(store, columns) {
  const [key, inline] = [keyOf(columns), fieldOf(keyPathOf(store), columns)];
  return (reference) => key(reference) ?? inline(reference);
}

/**
 * @param {Pick<StoreView, 'keyPath' | 'isRedacted'>} store
 * @returns {string | string[] | null} where in its records as they are read the key is; the app's function may put
 *   something else there
 */
function keyPathOf(store) {
  return store.isRedacted ? null : store.keyPath;
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
 * @param {Column[]} columns
 * @returns {KeyTypeOf} of the key itself
 */
function keyOf(columns) {
  return (reference) => (isKey(reference, columns) ? typeOf(reference, columns) : null);
}

/**
 * @param {string | string[] | null} keyPath
 * @param {PredicateJson} predicate
 * @param {Column[]} tested
 * @param {KeyTypeOf} keyTypeOf
 */
function intervalsOf(keyPath, predicate, tested, keyTypeOf) {
  const listed = Array.isArray(keyPath)
    ? compoundIntervals(keyPath.map((path) => predicateRanges(predicate, fieldOf(path, tested))))
    : null;
  return listed ?? predicateRanges(predicate, keyTypeOf)?.intervals ?? null;
}

/**
 * @param {string | string[] | null} keyPath
 * @param {Column[]} columns
 * @returns {KeyTypeOf} of the field at the path
 */
function fieldOf(keyPath, columns) {
  // The empty path is the record itself.
  if (typeof keyPath !== 'string' || keyPath === '') return () => null;
  const names = keyPath.split('.');
  if (names.slice(1).some((name) => SPECIAL_FIELDS.has(name))) return () => null;
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
function isCompleteIndex(keyPath, tested) {
  return typeof keyPath === 'string' && ALWAYS_KEYS.has(typeOf(keyPath.split('.'), tested));
}
