// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Connection } from '../connections.js' */
/** @import { KeyBounds } from '../keys.js' */
/** @import { Rows } from '../columns/malformed.js' */
import { answerOf } from '../connections.js';
import { keyRangeOf } from '../keys.js';

/** The most records fetched at once: larger answers are slower for each record. */
export const MOST_RECORDS = 4000;

/**
 * Reads the first records of a range, in one transaction that ends with it.
 * @param {Connection} connection
 * @param {string} name of the store
 * @param {KeyBounds | null} bounds null if there are none
 * @param {number} count
 * @returns {Promise<Rows>} fewer than `count` if there are no more
 */
export async function fetchRows(connection, name, bounds, count) {
  if (bounds === null) return { keys: [], values: [] };
  const store = connection.transaction([name]).objectStore(name);
  const range = keyRangeOf(bounds);
  // Not in every browser yet, nor in TypeScript's library.
  const newer = /** @type {{getAllRecords?: (options: object) => IDBRequest<{key: IDBValidKey, value: unknown}[]>}} */ (
    /** @type {unknown} */ (store)
  );
  if (newer.getAllRecords) {
    const records = await answerOf(newer.getAllRecords({ query: range, count }));
    return { keys: records.map(({ key }) => key), values: records.map(({ value }) => value) };
  }
  const [keys, values] = await Promise.all([answerOf(store.getAllKeys(range, count)), answerOf(store.getAll(range, count))]);
  return { keys, values };
}

/**
 * How many records to fetch next so that they fill a batch.
 * @param {number} records of the last batch
 * @param {number} bytes that it took
 * @param {number} byteTarget
 */
export function nextCount(records, bytes, byteTarget) {
  if (records === 0) return 1;
  // Not too far at once: the next records may be larger.
  const fitting = Math.round((records * byteTarget) / Math.max(bytes, 1));
  return Math.max(1, Math.min(fitting, records * 16, MOST_RECORDS));
}
