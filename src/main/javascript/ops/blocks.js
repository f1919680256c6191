// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Interval } from '../paths/intervals.js' */
/** @import { Fetched, FetchOptions } from '../store/stored-records.js' */
/** @import { IndexView } from '../store/store-view.js' */
/** @import { Size } from '../values/size-estimate.js' */
import { interval, isPoint, keyRangeOf, remainingAfter, union } from '../paths/intervals.js';
import { thresholds } from '../protocol/thresholds.js';
import { StoreView } from '../store/store-view.js';
import { compareKeys } from '../values/keys.js';
import { sizeOf } from '../values/size-estimate.js';

/**
 * What is left to read, interval by interval in the order of reading. `afterPrimary`: of its only key, an index's, what
 * follows a primary key.
 * @typedef {Interval & {afterPrimary?: IDBValidKey}} ScanInterval
 *
 * Some records read, and what is then left. `besideIndex`: by the primary key, though an index was planned with.
 * @typedef {Fetched & {rest: ScanInterval[], besideIndex?: boolean}} Block
 */

/**
 * Where in an index a reading goes on that leaves it: no literal is a list, so no key that is looked for.
 * @type {IDBValidKey}
 */
export const BESIDE_INDEX = [];

/**
 * @param {IDBValidKey} after
 * @param {unknown} afterPrimary
 * @returns {boolean} whether a reading goes on beside the index
 */
export function isBesideIndex(after, afterPrimary) {
  return afterPrimary !== undefined && compareKeys(after, BESIDE_INDEX) === 0;
}

/** @type {Block} */
export const NOTHING = { keys: [], values: [], size: sizeOf([]), rest: [] };

/**
 * @param {StoreView | IndexView} source
 * @param {ScanInterval[]} intervals
 * @param {FetchOptions} options
 * @returns {Promise<Block>} no more than `count` records; none though some are left if an interval holds none
 */
export async function nextBlock(source, intervals, options) {
  if (intervals.length === 0) return NOTHING;
  const count = Math.max(1, Math.min(options.count, thresholds.maxRecordsAtOnce));
  if (source instanceof StoreView && intervals.length > 1 && isPoint(intervals[0]))
    return lookUpKeys(source, intervals, { ...options, count });
  const [interval, ...others] = intervals;
  const some = await recordsIn(source, interval, { ...options, count });
  if (some.keys.length < count) return { ...some, rest: others };
  if (some.indexKeys) return endAtIndexKey(some, intervals);
  return { ...some, rest: [...union([remainingAfter(interval, some.keys[count - 1], options.descending)]), ...others] };
}

/**
 * Several single keys at once, as each takes its time to be found. Many of them may be of no record, and a transaction
 * for a few is too much for those.
 * @param {StoreView} source
 * @param {ScanInterval[]} intervals
 * @param {FetchOptions} options
 * @returns {Promise<Block>}
 */
async function lookUpKeys(source, intervals, options) {
  const end = intervals.findIndex((interval, i) => i === thresholds.maxRecordsAtOnce || !isPoint(interval));
  const points = end < 0 ? intervals : intervals.slice(0, end);
  /** @type {Fetched[]} */
  const found = [];
  let at = 0;
  while (at < points.length && found.length < options.count) {
    const some = points.slice(at, at + options.count - found.length);
    const fetched = await Promise.all(some.map((point) => recordsIn(source, point, { ...options, count: 1 })));
    found.push(...fetched.filter(({ keys }) => keys.length > 0));
    at += some.length;
  }
  return {
    keys: found.flatMap(({ keys }) => keys),
    values: found.flatMap(({ values }) => values),
    size: found.map(({ size }) => size).reduce(sumOf, NOTHING.size),
    rest: intervals.slice(at),
  };
}

/**
 * @param {Size} a
 * @param {Size} b
 * @returns {Size} of the records of both
 */
export function sumOf(a, b) {
  return { records: a.records + b.records, bytes: a.bytes + b.bytes, max: Math.max(a.max, b.max) };
}

/**
 * A block ends where an index key ends, unless there is but one.
 * @param {Fetched} some as many as were asked for
 * @param {ScanInterval[]} intervals
 * @returns {Block}
 */
function endAtIndexKey({ keys, values, size, indexKeys = [] }, [interval, ...others]) {
  const last = indexKeys[indexKeys.length - 1];
  const ended = indexKeys.findLastIndex((key) => compareKeys(key, last) !== 0) + 1;
  const count = ended || keys.length;
  const run = ended ? [] : [intervalAfterPrimary(last, keys[count - 1])];
  const rest = [...run, ...union([remainingAfter(interval, indexKeys[count - 1])]), ...others];
  return {
    keys: keys.slice(0, count),
    values: values.slice(0, count),
    indexKeys: indexKeys.slice(0, count),
    size,
    rest,
  };
}

/**
 * @param {IDBValidKey} key of an index
 * @param {IDBValidKey} afterPrimary
 * @returns {ScanInterval} the records of that key that follow a primary key
 */
export function intervalAfterPrimary(key, afterPrimary) {
  return { ...interval(key, key), afterPrimary };
}

/**
 * @param {StoreView | IndexView} source
 * @param {ScanInterval} interval
 * @param {FetchOptions} options
 */
function recordsIn(source, interval, options) {
  return source.records(keyRangeOf(interval), { ...options, afterPrimary: interval.afterPrimary });
}
