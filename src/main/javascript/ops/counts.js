// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Interval } from '../paths/intervals.js' */
/** @import { SourceView } from '../store/store-view.js' */
import { keyRangeOf } from '../paths/intervals.js';

/**
 * @param {SourceView} source
 * @param {Interval[]} intervals
 * @returns {Promise<number>}
 */
export async function countOf(source, intervals) {
  const counts = await Promise.all(intervals.map((interval) => source.count(keyRangeOf(interval))));
  return counts.reduce((sum, count) => sum + count, 0);
}

/**
 * @param {number} max
 * @param {SourceView} source
 * @param {Interval[]} intervals
 * @returns {Promise<number>} how many records there are, or that there are at least so many
 */
export async function countTo(max, source, intervals) {
  return (await hasAtLeast(source, intervals, max)) ? max : countOf(source, intervals);
}

/**
 * Like a count, but it ends at a number.
 * @param {SourceView} source
 * @param {Interval[]} intervals
 * @param {number} count
 * @returns {Promise<boolean>}
 */
export async function hasAtLeast(source, intervals, count) {
  if (count === 0) return true;
  if (intervals.length !== 1) return (await countOf(source, intervals)) >= count;
  return (await source.keysAt(keyRangeOf(intervals[0]), [count - 1])).length > 0;
}
