// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { KeyJson, RangeJson } from '../protocol/protocol.js' */
import { compareKeys, keyFromJson } from '../values/keys.js';

/**
 * Keys that lie together. Without `upper` they go on to the last of all, which has no name. All lists of intervals are
 * ascending and apart.
 * @typedef {{lower: IDBValidKey, lowerOpen: boolean, upper?: IDBValidKey, upperOpen: boolean}} Interval
 */

/** Every key: this is the least. */
export const ALL_KEYS = interval(-Infinity, undefined);

/**
 * @param {IDBValidKey} lower
 * @param {IDBValidKey | undefined} upper
 * @param {boolean} [lowerOpen]
 * @param {boolean} [upperOpen]
 * @returns {Interval}
 */
export function interval(lower, upper, lowerOpen = false, upperOpen = false) {
  return { lower, lowerOpen, upper, upperOpen };
}

/**
 * @param {Interval} interval
 * @returns {boolean} whether it is of one key
 */
export function isPoint({ lower, lowerOpen, upper, upperOpen }) {
  return !lowerOpen && !upperOpen && compareKeys(lower, upper) === 0;
}

/** @param {Interval} interval */
function isEmpty({ lower, lowerOpen, upper, upperOpen }) {
  const order = compareKeys(lower, upper);
  return order > 0 || (order === 0 && (lowerOpen || upperOpen));
}

/**
 * What is left of a range of which everything up to and including the key `after` is done; down to it, if it is read
 * downwards.
 * @param {RangeJson} range
 * @param {KeyJson} [after]
 * @param {boolean} [descending]
 * @returns {Interval[]} one, or none if nothing can be left
 */
export function remainingOf({ lower, upper, lowerOpen, upperOpen }, after, descending = false) {
  const start = lower ? { lower: keyFromJson(lower), lowerOpen: lowerOpen === true } : {};
  const end = upper ? { upper: keyFromJson(upper), upperOpen: upperOpen === true } : {};
  return intersection(
    [{ ...ALL_KEYS, ...start, ...end }],
    [after ? remainingAfter(ALL_KEYS, keyFromJson(after), descending) : ALL_KEYS],
  );
}

/**
 * @param {Interval} interval
 * @param {IDBValidKey} key in it
 * @param {boolean} [descending]
 * @returns {Interval} what follows the key; it may be nothing
 */
export function remainingAfter({ lower, lowerOpen, upper, upperOpen }, key, descending = false) {
  return descending ? interval(lower, key, lowerOpen, true) : interval(key, upper, true, upperOpen);
}

/**
 * @template {Interval | RangeJson} T
 * @param {T} whole
 * @param {T['lower'][]} keys in it, ascending
 * @returns {T[]} it in parts, of which each but the first begins with one of the keys
 */
export function splitAt(whole, keys) {
  const intervals = [];
  /** @type {any} */
  let rest = whole;
  for (const key of keys) {
    intervals.push({ ...rest, upper: key, upperOpen: true });
    const { lowerOpen: _, ...above } = rest;
    rest = { ...above, lower: key };
  }
  return [...intervals, rest];
}

/**
 * @param {Interval} interval that is not empty
 * @returns {IDBKeyRange | undefined} undefined for every key
 */
export function keyRangeOf({ lower, lowerOpen, upper, upperOpen }) {
  if (upper !== undefined) return IDBKeyRange.bound(lower, upper, lowerOpen, upperOpen);
  return lower === -Infinity && !lowerOpen ? undefined : IDBKeyRange.lowerBound(lower, lowerOpen);
}

/**
 * @param {Interval[]} a
 * @param {Interval[]} b
 * @returns {Interval[]} what is in both
 */
export function intersection(a, b) {
  const both = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const { lower, lowerOpen } = compareStarts(a[i], b[j]) < 0 ? b[j] : a[i];
    const isFirst = compareEnds(a[i], b[j]) < 0;
    const { upper, upperOpen } = isFirst ? a[i] : b[j];
    both.push(interval(lower, upper, lowerOpen, upperOpen));
    if (isFirst) i++;
    else j++;
  }
  return both.filter((common) => !isEmpty(common));
}

/**
 * @param {Interval[]} intervals in any order
 * @returns {Interval[]} what is in any of them
 */
export function union(intervals) {
  /** @type {Interval[]} */
  const merged = [];
  for (const next of intervals.filter((each) => !isEmpty(each)).sort(compareStarts)) {
    const last = merged[merged.length - 1];
    if (last === undefined || isApart(last, next)) merged.push(next);
    else if (compareEnds(last, next) < 0)
      merged[merged.length - 1] = { ...last, upper: next.upper, upperOpen: next.upperOpen };
  }
  return merged;
}

/**
 * @param {Interval} first
 * @param {Interval} second that starts at or after it
 */
function isApart(first, second) {
  const order = compareKeys(first.upper, second.lower);
  return order < 0 || (order === 0 && first.upperOpen && second.lowerOpen);
}

/**
 * @param {Interval} a
 * @param {Interval} b
 */
function compareStarts(a, b) {
  return compareKeys(a.lower, b.lower) || Number(a.lowerOpen) - Number(b.lowerOpen);
}

/**
 * @param {Interval} a
 * @param {Interval} b
 */
function compareEnds(a, b) {
  return compareKeys(a.upper, b.upper) || Number(b.upperOpen) - Number(a.upperOpen);
}
