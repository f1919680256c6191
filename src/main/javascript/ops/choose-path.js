// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { PlanRequest } from '../protocol/protocol.js' */
/** @import { AccessPath } from '../paths/access-path.js' */
/** @import { Interval } from '../paths/intervals.js' */
import { ALL_KEYS, isPoint, keyRangeOf } from '../paths/intervals.js';
import { promisifyRequest } from '../store/database-pool.js';
import { indexPath, primaryPath } from '../paths/access-path.js';
import { isRedacted } from '../store/redaction.js';

/** An index is taken if it leaves so many times fewer records: finding one by an index costs more than reading it in a row. */
const MIN_GAIN = 4;

/** How far indexes are counted before all records are: counting costs more than all else of a plan. */
const MAX_ENTRIES_COUNTED = 8000;

/** The most records that are counted to find whether an index has them all. */
const MAX_RECORDS_COUNTED = 2_000_000;

/**
 * A path, and how many records there are by the primary key if that had to be found out.
 * @typedef {{path: AccessPath, total?: number}} ChosenPath
 *
 * How the wanted records are best found: by the primary key, or by the index with the fewest entries in question.
 * @param {IDBObjectStore} store
 * @param {PlanRequest} request
 * @returns {Promise<ChosenPath>}
 */
export async function choosePath(store, request) {
  const primary = primaryPath(store, request);
  const { lower, upper } = request.range;
  if (isRedacted(store) || lower || upper || primary.intervals?.every(isPoint)) return { path: primary };
  const intervals = primary.intervals ?? [ALL_KEYS];
  const paths = Array.from(store.indexNames, (name) => indexPath(store.index(name), request)).filter((path) => path !== null);
  const { best, others } = await bestPath(store, paths, intervals);
  if (best !== undefined) return { path: best };
  if (others.length === 0 || !(await hasAtLeast(store, intervals, MIN_GAIN * MAX_ENTRIES_COUNTED))) return { path: primary };
  const total = await countOf(store, intervals);
  const { best: large } = await bestPath(store, others, intervals, total);
  return large === undefined ? { path: primary, total } : { path: large };
}

/**
 * @param {IDBObjectStore} store
 * @param {AccessPath[]} paths by indexes
 * @param {Interval[]} intervals by the primary key
 * @param {number} [total] of the records there, if they are counted
 * @returns {Promise<{best?: AccessPath, others: AccessPath[]}>} the best path with few entries that is worth it and has every record; those with many
 */
async function bestPath(store, paths, intervals, total) {
  const most = total === undefined ? MAX_ENTRIES_COUNTED : Math.floor(total / MIN_GAIN) + 1;
  const small = [];
  const others = [];
  for (const path of paths) {
    const index = store.index(String(path.index));
    const count = await countTo(most, index, path.intervals ?? []);
    if (count === most) others.push(path);
    else small.push({ path, index, count });
  }
  small.sort((a, b) => a.count - b.count || Number(b.path.complete) - Number(a.path.complete) || breadth(a.index) - breadth(b.index));
  for (const { path, index, count } of small) {
    const isWorthIt = total !== undefined || (await hasAtLeast(store, intervals, MIN_GAIN * count));
    if (isWorthIt && (path.complete || (await hasEveryRecord(store, index)))) return { best: path, others };
  }
  return { others };
}

/** @param {IDBIndex} index */
function breadth({ keyPath }) {
  return [keyPath].flat().length;
}

/**
 * Whether an index has an entry for every record. A record whose field is no valid key has none, and may still have a value that an engine
 * takes: a boxed number or string, a BigInt, NaN.
 * @param {IDBObjectStore} store
 * @param {IDBIndex} index
 */
async function hasEveryRecord(store, index) {
  const records = await promisifyRequest(store.count());
  return records <= MAX_RECORDS_COUNTED && records === (await promisifyRequest(index.count()));
}

/**
 * @param {IDBObjectStore | IDBIndex} source
 * @param {Interval[]} intervals
 * @returns {Promise<number>}
 */
export async function countOf(source, intervals) {
  const counts = await Promise.all(intervals.map((interval) => promisifyRequest(source.count(keyRangeOf(interval)))));
  return counts.reduce((sum, count) => sum + count, 0);
}

/**
 * @param {number} most
 * @param {IDBObjectStore | IDBIndex} source
 * @param {Interval[]} intervals
 * @returns {Promise<number>} how many records there are, or that there are at least so many
 */
export async function countTo(most, source, intervals) {
  return (await hasAtLeast(source, intervals, most)) ? most : countOf(source, intervals);
}

/**
 * Like a count, but it ends at a number.
 * @param {IDBObjectStore | IDBIndex} source
 * @param {Interval[]} intervals
 * @param {number} count
 * @returns {Promise<boolean>}
 */
async function hasAtLeast(source, intervals, count) {
  if (count === 0) return true;
  if (intervals.length !== 1) return (await countOf(source, intervals)) >= count;
  return (await keysAt(source, intervals[0], [count - 1])).length > 0;
}

/**
 * @param {IDBObjectStore | IDBIndex} source
 * @param {Interval} interval
 * @param {number[]} positions in it, ascending
 * @returns {Promise<IDBValidKey[]>} the keys there, as far as there are so many
 */
export function keysAt(source, interval, positions) {
  return new Promise((resolve, reject) => {
    /** @type {IDBValidKey[]} */
    const keys = [];
    let at = 0;
    const request = source.openKeyCursor(keyRangeOf(interval));
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const cursor = request.result;
      if (cursor !== null && at === positions[keys.length]) keys.push(cursor.key);
      if (cursor === null || keys.length === positions.length) return resolve(keys);
      cursor.advance(positions[keys.length] - at);
      at = positions[keys.length];
    };
  });
}
