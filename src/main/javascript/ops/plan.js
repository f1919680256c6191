// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { StoreAccess } from '../exporter.js' */
/** @import { Connection } from '../connections.js' */
/** @import { KeyJson, PlanRequest, RangeJson } from '../protocol.js' */
import { boundsOf, keyRangeOf, keyToJson } from '../keys.js';
import { answerOf } from '../connections.js';

/**
 * Cuts a range into disjoint ones of about equal size. Reads keys only, in one transaction.
 * @param {PlanRequest} request
 * @param {StoreAccess} access
 */
export function plan(request, access) {
  return access((connection) => planWith(request, connection));
}

/**
 * @param {PlanRequest} request
 * @param {Connection} connection
 */
async function planWith(request, connection) {
  const store = connection.transaction([request.store]).objectStore(request.store);
  const { keyPath, autoIncrement } = store;
  const bounds = boundsOf(request.range);
  if (bounds === null) return { records: 0, keyPath, autoIncrement, first: null, last: null, splits: [whole(request, 0)] };
  const range = keyRangeOf(bounds);
  const [records, first, last] = await Promise.all([
    answerOf(store.count(range ?? undefined)),
    keyAt(store, range, 'next'),
    keyAt(store, range, 'prev'),
  ]);
  const starts = startsOf(records, splitCount(request, records));
  const keys = await keysAt(store, range, starts.slice(1));
  const splits = splitsOf(request, keys, starts, records);
  return { records, keyPath, autoIncrement, first, last, splits };
}

/**
 * @param {Pick<PlanRequest, 'atLeast' | 'recordsPerSplit' | 'atMost'>} wishes
 * @param {number} records
 * @returns {number}
 */
export function splitCount({ atLeast, recordsPerSplit, atMost }, records) {
  const wanted = Math.max(Math.ceil(records / recordsPerSplit), Math.min(atLeast, records), 1);
  return Math.min(wanted, Math.max(atMost, 1));
}

/**
 * @param {number} records
 * @param {number} count
 * @returns {number[]} the position of the first record of each split
 */
export function startsOf(records, count) {
  return Array.from({ length: count }, (_, i) => Math.floor((records * i) / count));
}

/**
 * @param {{range: RangeJson}} request
 * @param {KeyJson[]} keys the first key of each split but the first
 * @param {number[]} starts
 * @param {number} records
 */
export function splitsOf(request, keys, starts, records) {
  if (keys.length === 0) return [whole(request, records)];
  return starts.slice(0, keys.length + 1).map((start, i) => {
    /** @type {RangeJson} */
    const range = {};
    const { lower, lowerOpen, upper, upperOpen } = request.range;
    if (i > 0) range.lower = keys[i - 1];
    else if (lower) Object.assign(range, { lower, lowerOpen: lowerOpen === true });
    if (i < keys.length) Object.assign(range, { upper: keys[i], upperOpen: true });
    else if (upper) Object.assign(range, { upper, upperOpen: upperOpen === true });
    return { range, records: (i < keys.length ? starts[i + 1] : records) - start };
  });
}

/**
 * @param {{range: RangeJson}} request
 * @param {number} records
 */
function whole(request, records) {
  return { range: request.range, records };
}

/**
 * @param {IDBObjectStore} store
 * @param {IDBKeyRange | null} range
 * @param {IDBCursorDirection} direction
 */
async function keyAt(store, range, direction) {
  const cursor = await answerOf(store.openKeyCursor(range, direction));
  return cursor === null ? null : keyToJson(cursor.key);
}

/**
 * @param {IDBObjectStore} store
 * @param {IDBKeyRange | null} range
 * @param {number[]} positions ascending, all above 0
 * @returns {Promise<KeyJson[]>}
 */
function keysAt(store, range, positions) {
  return new Promise((resolve, reject) => {
    if (positions.length === 0) return resolve([]);
    /** @type {KeyJson[]} */
    const keys = [];
    let at = 0;
    const request = store.openKeyCursor(range);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const cursor = request.result;
      if (cursor !== null && at === positions[keys.length]) keys.push(keyToJson(cursor.key));
      if (cursor === null || keys.length === positions.length) return resolve(keys);
      cursor.advance(positions[keys.length] - at);
      at = positions[keys.length];
    };
  });
}
