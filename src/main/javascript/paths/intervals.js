// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { KeyJson, RangeJson } from '../protocol/protocol.js' */
import { compareKeys, keyFromJson } from '../values/keys.js';

/**
 * Keys that lie together. Without `upper` they go on to the last of all, which has no name. All lists of stretches are ascending and apart.
 * @typedef {{lower: IDBValidKey, lowerOpen: boolean, upper?: IDBValidKey, upperOpen: boolean}} Stretch
 */

/** Every key: this is the least. */
export const ALL = stretch(-Infinity, undefined);

/**
 * @param {IDBValidKey} lower
 * @param {IDBValidKey | undefined} upper
 * @param {boolean} [lowerOpen]
 * @param {boolean} [upperOpen]
 * @returns {Stretch}
 */
export function stretch(lower, upper, lowerOpen = false, upperOpen = false) {
  return { lower, lowerOpen, upper, upperOpen };
}

/**
 * @param {Stretch} stretch
 * @returns {boolean} whether it is of one key
 */
export function isPoint({ lower, lowerOpen, upper, upperOpen }) {
  return !lowerOpen && !upperOpen && compareKeys(lower, upper) === 0;
}

/** @param {Stretch} stretch */
function isEmpty({ lower, lowerOpen, upper, upperOpen }) {
  const order = compareKeys(lower, upper);
  return order > 0 || (order === 0 && (lowerOpen || upperOpen));
}

/**
 * What is left of a range of which everything up to and including the key `after` is done; down to it, if it is read downwards.
 * @param {RangeJson} range
 * @param {KeyJson} [after]
 * @param {boolean} [descending]
 * @returns {Stretch[]} one, or none if nothing can be left
 */
export function leftOf({ lower, upper, lowerOpen, upperOpen }, after, descending = false) {
  const start = lower ? { lower: keyFromJson(lower), lowerOpen: lowerOpen === true } : {};
  const end = upper ? { upper: keyFromJson(upper), upperOpen: upperOpen === true } : {};
  return intersection([{ ...ALL, ...start, ...end }], [after ? beyond(ALL, keyFromJson(after), descending) : ALL]);
}

/**
 * @param {Stretch} stretch
 * @param {IDBValidKey} key in it
 * @param {boolean} [descending]
 * @returns {Stretch} what follows the key; it may be nothing
 */
export function beyond({ lower, lowerOpen, upper, upperOpen }, key, descending = false) {
  return descending ? stretch(lower, key, lowerOpen, true) : stretch(key, upper, true, upperOpen);
}

/**
 * @template {Stretch | RangeJson} T
 * @param {T} whole
 * @param {T['lower'][]} keys in it, ascending
 * @returns {T[]} it in pieces, of which each but the first begins with one of the keys
 */
export function cutAt(whole, keys) {
  const pieces = [];
  /** @type {any} */
  let rest = whole;
  for (const key of keys) {
    pieces.push({ ...rest, upper: key, upperOpen: true });
    const { lowerOpen: _, ...above } = rest;
    rest = { ...above, lower: key };
  }
  return [...pieces, rest];
}

/**
 * @param {Stretch} stretch that is not empty
 * @returns {IDBKeyRange | undefined} undefined for every key
 */
export function keyRangeOf({ lower, lowerOpen, upper, upperOpen }) {
  if (upper !== undefined) return IDBKeyRange.bound(lower, upper, lowerOpen, upperOpen);
  return lower === -Infinity && !lowerOpen ? undefined : IDBKeyRange.lowerBound(lower, lowerOpen);
}

/**
 * @param {Stretch[]} a
 * @param {Stretch[]} b
 * @returns {Stretch[]} what is in both
 */
export function intersection(a, b) {
  const both = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const { lower, lowerOpen } = compareStarts(a[i], b[j]) < 0 ? b[j] : a[i];
    const isFirst = compareEnds(a[i], b[j]) < 0;
    const { upper, upperOpen } = isFirst ? a[i] : b[j];
    both.push(stretch(lower, upper, lowerOpen, upperOpen));
    if (isFirst) i++;
    else j++;
  }
  return both.filter((common) => !isEmpty(common));
}

/**
 * @param {Stretch[]} stretches in any order
 * @returns {Stretch[]} what is in any of them
 */
export function union(stretches) {
  /** @type {Stretch[]} */
  const merged = [];
  for (const next of stretches.filter((each) => !isEmpty(each)).sort(compareStarts)) {
    const last = merged[merged.length - 1];
    if (last === undefined || isApart(last, next)) merged.push(next);
    else if (compareEnds(last, next) < 0) merged[merged.length - 1] = { ...last, upper: next.upper, upperOpen: next.upperOpen };
  }
  return merged;
}

/**
 * @param {Stretch} first
 * @param {Stretch} second that starts at or after it
 */
function isApart(first, second) {
  const order = compareKeys(first.upper, second.lower);
  return order < 0 || (order === 0 && first.upperOpen && second.lowerOpen);
}

/**
 * @param {Stretch} a
 * @param {Stretch} b
 */
function compareStarts(a, b) {
  return compareKeys(a.lower, b.lower) || Number(a.lowerOpen) - Number(b.lowerOpen);
}

/**
 * @param {Stretch} a
 * @param {Stretch} b
 */
function compareEnds(a, b) {
  return compareKeys(a.upper, b.upper) || Number(b.upperOpen) - Number(a.upperOpen);
}
