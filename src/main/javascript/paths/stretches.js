// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { compareKeys, isEmpty } from '../keys.js';

/**
 * Keys that lie together, with both ends, as an open end would let in keys of other types.
 * @typedef {{lower: IDBValidKey, lowerOpen: boolean, upper: IDBValidKey, upperOpen: boolean}} Stretch
 */

/**
 * @param {Stretch} stretch
 * @returns {boolean} whether it is of one key
 */
export function isPoint({ lower, lowerOpen, upper, upperOpen }) {
  return !lowerOpen && !upperOpen && compareKeys(lower, upper) === 0;
}

/**
 * @param {Stretch[]} a ascending and apart, as are all lists here
 * @param {Stretch[]} b
 * @returns {Stretch[]} what is in both
 */
export function intersection(a, b) {
  const both = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const common = { ...laterStart(a[i], b[j]), ...earlierEnd(a[i], b[j]) };
    if (!isEmpty(common)) both.push(common);
    if (compareEnds(a[i], b[j]) < 0) i++;
    else j++;
  }
  return both;
}

/**
 * @param {Stretch[]} stretches in any order
 * @returns {Stretch[]} what is in any of them
 */
export function union(stretches) {
  /** @type {Stretch[]} */
  const merged = [];
  const ordered = stretches.filter((stretch) => !isEmpty(stretch)).sort(compareStarts);
  for (const next of ordered) {
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

/**
 * @param {Stretch} a
 * @param {Stretch} b
 */
function laterStart(a, b) {
  const { lower, lowerOpen } = compareStarts(a, b) < 0 ? b : a;
  return { lower, lowerOpen };
}

/**
 * @param {Stretch} a
 * @param {Stretch} b
 */
function earlierEnd(a, b) {
  const { upper, upperOpen } = compareEnds(a, b) < 0 ? a : b;
  return { upper, upperOpen };
}
