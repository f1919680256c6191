// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { splitAt } from '../paths/intervals.js';
/** @import { Interval } from '../paths/intervals.js' */
/** @import { StoreView } from '../store/store-view.js' */
import { thresholds } from '../protocol/thresholds.js';
import { countOf } from './counts.js';

/** By how much the largest interval may exceed its share, and the widest spacing of keys the narrowest. */
const TOLERANCE = 1.1;

/** The most records that a cursor can advance over, an unsigned long. */
const MAX_RECORDS = 2 ** 32 - 1;

/**
 * Cuts keys at evenly spaced ones and counts the intervals: half the way of counting everything and then walking to the
 * keys, if the keys are those of a counter or a clock. Nobody knows before. Of many keys that lie equally densely
 * wherever it looks it counts none.
 * @param {StoreView} store
 * @param {Interval} interval
 * @param {IDBValidKey[]} ends the first and the last key there
 * @param {number} count of intervals
 * @returns {Promise<{records: number, keys?: IDBValidKey[], counts: number[]} | null>} without `keys` where the
 *   intervals are unequal; null if there is nothing between keys such as these
 */
export async function evenSplit(store, interval, ends, count) {
  const keys = keysBetween(ends, count);
  if (count < 2 || keys === null) return null;
  const many = await estimatedRecords(store, ends);
  if (many !== null) return { records: many, keys, counts: sharesOf(many, count) };
  const counts = await Promise.all(splitAt(interval, keys).map((interval) => countOf(store, [interval])));
  const records = counts.reduce((sum, some) => sum + some, 0);
  return Math.max(...counts) <= (records / count) * TOLERANCE ? { records, keys, counts } : { records, counts };
}

/**
 * @param {StoreView} store
 * @param {IDBValidKey[]} ends
 * @returns {Promise<number | null>} about how many records there are; null if they are few, lie more densely here than
 *   there, or would be more than there can be
 */
async function estimatedRecords(store, ends) {
  const spacings = await Promise.all(
    (keysBetween(ends, thresholds.placesSampled) ?? []).map(async (place) => {
      const count = thresholds.keysPerPlace;
      const keys = await store.keys(IDBKeyRange.lowerBound(place), count);
      const spacing = (Number(keys[count - 1]) - Number(keys[0])) / (count - 1);
      // A place in a gap, or after the last keys but a few, tells nothing.
      return Number(keys[0]) - Number(place) <= 2 * spacing ? spacing : Infinity;
    }),
  );
  const widest = Math.max(...spacings);
  if (!Number.isFinite(widest) || widest > Math.min(...spacings) * TOLERANCE) return null;
  const width = Number(ends[1]) - Number(ends[0]);
  const records = Math.round((width * spacings.length) / spacings.reduce((sum, spacing) => sum + spacing, 0)) + 1;
  // Heaps of keys at the very places look like more records than a store has, or a cursor can advance over.
  return records < thresholds.minRecordsEstimated || records > MAX_RECORDS ? null : records;
}

/**
 * @param {number} records
 * @param {number} count
 * @returns {number[]} about equal parts of the records
 */
export function sharesOf(records, count) {
  return Array.from(
    { length: count },
    (_, i) => Math.floor((records * (i + 1)) / count) - Math.floor((records * i) / count),
  );
}

/**
 * @param {IDBValidKey[]} ends
 * @param {number} count of intervals
 * @returns {IDBValidKey[] | null} where all but the first begin
 */
function keysBetween([first, last], count) {
  const isDate = first instanceof Date && last instanceof Date;
  if (!isDate && (typeof first !== 'number' || typeof last !== 'number')) return null;
  const [from, width] = [Number(first), Number(last) - Number(first)];
  // Fewer keys than that would not lie apart.
  if (!(width >= count) || width === Infinity) return null;
  const keys = Array.from({ length: count - 1 }, (_, i) => Math.round(from + (width * (i + 1)) / count));
  // Large numbers lie further apart than 1.
  if (keys.some((key, i) => i > 0 && key === keys[i - 1])) return null;
  return isDate ? keys.map((key) => new Date(key)) : keys;
}
