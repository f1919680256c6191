// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { indexPath, primaryPath } from '../paths/access-path.js';
/** @import { PlanRequest } from '../protocol/protocol.js' */
/** @import { AccessPath, IndexPath } from '../paths/access-path.js' */
/** @import { Interval } from '../paths/intervals.js' */
/** @import { IndexView, StoreView } from '../store/store-view.js' */
import { ALL_KEYS, isPoint } from '../paths/intervals.js';
import { thresholds } from '../protocol/thresholds.js';
import { countOf, countTo, hasAtLeast } from './counts.js';

/**
 * A path, and how many records there are by the primary key if that had to be found out.
 * @typedef {{path: AccessPath, total?: number}} ChosenPath
 *
 * How the wanted records are best found: by the primary key, or by the index with the fewest entries in question.
 * @param {StoreView} store
 * @param {PlanRequest} request
 * @returns {Promise<ChosenPath>}
 */
export async function choosePath(store, request) {
  const primary = primaryPath(store, request);
  const { lower, upper } = request.range;
  if (store.isRedacted || lower || upper || primary.intervals?.every(isPoint)) return { path: primary };
  const intervals = primary.intervals ?? [ALL_KEYS];
  const paths = store.indexes.map((index) => indexPath(index, request)).filter((path) => path !== null);
  const { best, others } = await bestPath(store, paths, intervals);
  if (best !== undefined) return { path: best };
  if (
    others.length === 0 ||
    !(await hasAtLeast(store, intervals, thresholds.minIndexGain * thresholds.maxEntriesCounted))
  )
    return { path: primary };
  const total = await countOf(store, intervals);
  const { best: large } = await bestPath(store, others, intervals, total);
  return large === undefined ? { path: primary, total } : { path: large };
}

/**
 * @param {StoreView} store
 * @param {IndexPath[]} paths
 * @param {Interval[]} intervals by the primary key
 * @param {number} [total] of the records there, if they are counted
 * @returns {Promise<{best?: IndexPath, others: IndexPath[]}>} the best path with few entries that is worth it and has
 *   every record; those with many
 */
async function bestPath(store, paths, intervals, total) {
  const max = total === undefined ? thresholds.maxEntriesCounted : Math.floor(total / thresholds.minIndexGain) + 1;
  const small = [];
  const others = [];
  for (const path of paths) {
    const index = store.index(path.index);
    const count = await countTo(max, index, path.intervals ?? []);
    if (count === max) others.push(path);
    else small.push({ path, index, count });
  }
  small.sort(
    (a, b) =>
      a.count - b.count || Number(b.path.complete) - Number(a.path.complete) || breadth(a.path) - breadth(b.path),
  );
  for (const { path, index, count } of small) {
    const isWorthIt = total !== undefined || (await hasAtLeast(store, intervals, thresholds.minIndexGain * count));
    if (isWorthIt && (path.complete || (await hasEveryRecord(store, index)))) return { best: path, others };
  }
  return { others };
}

/** @param {IndexPath} path */
function breadth({ index }) {
  return [index.keyPath].flat().length;
}

/**
 * Whether an index has an entry for every record. A record whose field is no valid key has none, and may still have a
 * value that an engine takes: a boxed number or string, a BigInt, NaN. It holds for the transaction alone.
 * @param {StoreView} store
 * @param {IndexView} index
 */
export async function hasEveryRecord(store, index) {
  const records = await store.count();
  return records <= thresholds.maxRecordsCounted && records === (await index.count());
}
