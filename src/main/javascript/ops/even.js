// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { KeyBounds } from '../keys.js' */
import { answerOf } from '../connections.js';
import { keyRangeOf } from '../keys.js';

/** By how much the largest piece may exceed its share. */
const TOLERANCE = 1.1;

/**
 * Cuts a store at evenly spaced keys and counts the pieces: half the way of counting everything and then walking to the keys, if the keys
 * are those of a counter or a clock. Nobody knows before.
 * @param {IDBObjectStore} store
 * @param {KeyBounds} bounds
 * @param {{first: IDBValidKey, last: IDBValidKey, count: number}} between
 * @returns {Promise<{records: number, keys?: IDBValidKey[], counts: number[]} | null>} without `keys` where the pieces are unequal; null if
 *   there is nothing between keys such as these
 */
export async function evenCut(store, bounds, { first, last, count }) {
  const keys = keysBetween(first, last, count);
  if (keys === null) return null;
  const pieces = Array.from({ length: count }, (_, i) => ({
    ...bounds,
    ...(i > 0 && { lower: keys[i - 1], lowerOpen: false }),
    ...(i < count - 1 && { upper: keys[i], upperOpen: true }),
  }));
  const counts = await Promise.all(pieces.map((piece) => answerOf(store.count(keyRangeOf(piece) ?? undefined))));
  const records = counts.reduce((sum, some) => sum + some, 0);
  return Math.max(...counts) <= (records / count) * TOLERANCE ? { records, keys, counts } : { records, counts };
}

/**
 * @param {IDBValidKey} first
 * @param {IDBValidKey} last
 * @param {number} count of pieces
 * @returns {IDBValidKey[] | null} where all but the first begin
 */
function keysBetween(first, last, count) {
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
