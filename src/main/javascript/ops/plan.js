// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { primaryPath } from '../paths/access-path.js';
/** @import { StoreAccess } from '../store/allowed-stores.js' */
/** @import { IndexJson, PathJson, PlanRequest, RangeJson } from '../protocol/protocol.js' */
/** @import { AccessPath } from '../paths/access-path.js' */
/** @import { Interval } from '../paths/intervals.js' */
/** @import { SourceView } from '../store/store-view.js' */
/** @import { ChosenPath } from './choose-path.js' */
import { ALL_KEYS, intersection, isPoint, keyRangeOf, remainingOf, splitAt } from '../paths/intervals.js';
import { pathToJson } from '../paths/path-json.js';
import { thresholds } from '../protocol/thresholds.js';
import { StoreView } from '../store/store-view.js';
import { compareKeys, keyToJson } from '../values/keys.js';
import { choosePath } from './choose-path.js';
import { countOf, countTo } from './counts.js';
import { evenSplit, sharesOf } from './even-split.js';
import { isKeyOnly } from './key-only-totals.js';
import { areAllKeysIn, orderedKeys } from './key-order.js';

/**
 * @typedef {{range: RangeJson, records: number, index?: IndexJson, path?: PathJson, how?: string}} PlannedSplit
 *
 * Finds where the wanted records of a range are, and cuts it into disjoint ones of about equal size. Reads keys only,
 * in one transaction.
 * @param {PlanRequest} request
 * @param {StoreAccess} access
 */
export function plan(request, access) {
  return access(async (store) => {
    const { keyPath, autoIncrement } = store;
    const wanted = remainingOf(request.range);
    const ends = wanted.length === 0 ? [] : await store.ends(keyRangeOf(wanted[0]));
    const splits = await plannedSplits(store, request, wanted, ends);
    const records = splits.reduce((sum, split) => sum + split.records, 0);
    const [first = null, last = null] = ends.map(keyToJson);
    const fraction = request.enough === undefined ? undefined : await fractionIn(store, ends);
    const more = fraction && { fraction: keyToJson(fraction) };
    return { records, keyPath, autoIncrement, first, last, ...more, splits };
  });
}

/**
 * Walks over the keys of a store that counts them, as whoever puts a record may choose any other key.
 * @param {StoreView} store
 * @param {IDBValidKey[]} ends the first and the last key
 * @returns {Promise<number | undefined>} one that is no integer, between two that are
 */
async function fractionIn(store, [first, last]) {
  if (!store.autoIncrement || !Number.isSafeInteger(first) || !Number.isSafeInteger(last)) return undefined;
  for (let after = first; ; ) {
    const keys = /** @type {number[]} */ (await store.keys(IDBKeyRange.lowerBound(after, true), thresholds.keysAtOnce));
    const fraction = keys.find((key) => !Number.isInteger(key));
    if (fraction !== undefined || keys.length < thresholds.keysAtOnce) return fraction;
    after = keys[keys.length - 1];
  }
}

/**
 * @param {StoreView} store
 * @param {PlanRequest} request
 * @param {Interval[]} wanted the keys of its range, in one interval or none
 * @param {IDBValidKey[]} ends the first and the last key that there are
 * @returns {Promise<PlannedSplit[]>}
 */
async function plannedSplits(store, request, wanted, ends) {
  const { limit, order, predicate, enough, range } = request;
  if (enough !== undefined) return [{ range, records: await countTo(enough, store, wanted) }];
  const hasQuery = predicate !== undefined || limit !== undefined || request.aggregation !== undefined;
  if (isKeyOnly(store, request)) return [{ range, records: 1, path: { counted: true } }];
  const isOrdered = order !== undefined && (await areAllKeysIn(store, orderedKeys(store, order.by, request)));
  if (limit !== undefined && (isOrdered || (order === undefined && predicate === undefined))) {
    return [await upTo(limit, request, store)];
  }
  const choice = await choosePath(store, request);
  const splits = await cut(store, request, choice, wanted, ends);
  return hasQuery ? splits.map((split) => ({ ...split, ...explained(choice.path, request) })) : splits;
}

/**
 * @param {AccessPath} path
 * @param {PlanRequest} request
 * @param {string} [more]
 * @returns {{path: PathJson, how: string}} how wanted records are found, of which the agent makes words
 */
function explained(path, { predicate }, more = '') {
  return { path: { ...pathToJson(path), evaluated: predicate !== undefined }, how: more };
}

/**
 * What is read only as far as a limit is one split.
 * @param {number} limit
 * @param {PlanRequest} request
 * @param {StoreView} store
 * @returns {Promise<PlannedSplit>}
 */
async function upTo(limit, request, store) {
  const end = request.order?.direction === 'descending' ? 'last' : 'first';
  // Few rows are not worth a count.
  const records = limit < thresholds.minRecordsToSplit ? limit : Math.min(limit, await store.count());
  return {
    range: request.range,
    records,
    ...explained(primaryPath(store, request), request, `, the ${end} ${limit}`),
  };
}

/**
 * @param {StoreView} store
 * @param {PlanRequest} request
 * @param {ChosenPath} choice
 * @param {Interval[]} wanted
 * @param {IDBValidKey[]} ends
 * @returns {Promise<PlannedSplit[]>}
 */
async function cut(store, request, { path, total }, wanted, ends) {
  const { index } = path;
  const even =
    path.intervals === null && total === undefined ? await evenSplit(store, wanted[0], ends, request.atLeast) : null;
  if (even?.keys && splitCount(request, even.records) === request.atLeast)
    return splitsOf(request, even.keys, even.counts);
  const source = index === null ? store : store.index(index);
  const intervals = intersection(path.intervals ?? [ALL_KEYS], wanted);
  const known = total ?? even?.records;
  const counts = known !== undefined && intervals.length === 1 ? [known] : await countsOf(source, intervals);
  const records = counts.reduce((sum, count) => sum + count, 0);
  // Each split costs a round trip, which a few records are not worth.
  const atLeast = path.intervals !== null && records < thresholds.minRecordsToSplit ? 1 : request.atLeast;
  // One that may have to be read without the index is not cut along its keys.
  const count = path.complete ? splitCount({ ...request, atLeast }, records) : 1;
  const shares = sharesOf(records, count);
  const splits = splitsOf(request, await keysIn(source, intervals, counts, shares), shares);
  if (index === null) return splits;
  // An index key that many records share is the start of one split alone: they are counted once more.
  return Promise.all(
    splits.map(async ({ range }) => ({
      index,
      range,
      records: await countOf(source, intersection(intervals, remainingOf(range))),
    })),
  );
}

/**
 * @param {SourceView} source
 * @param {Interval[]} intervals
 */
function countsOf(source, intervals) {
  return Promise.all(
    intervals.map((interval) => (source instanceof StoreView && isPoint(interval) ? 1 : countOf(source, [interval]))),
  );
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
 * @param {{range: RangeJson}} request
 * @param {IDBValidKey[]} keys ascending: the first of each split but the first
 * @param {number[]} counts of the records in each
 * @returns {PlannedSplit[]}
 */
export function splitsOf({ range }, keys, counts) {
  const distinct = keys.filter((key, i) => i === 0 || compareKeys(keys[i - 1], key) < 0);
  return splitAt(range, distinct.map(keyToJson)).map((interval, i) => ({ range: interval, records: counts[i] }));
}

/**
 * @param {SourceView} source
 * @param {Interval[]} intervals
 * @param {number[]} counts of the records in each
 * @param {number[]} shares of the splits in the records of all intervals
 * @returns {Promise<IDBValidKey[]>} the first keys of all splits but the first
 */
async function keysIn(source, intervals, counts, shares) {
  const keys = [];
  let position = 0;
  const positions = shares.slice(1).map((_, i) => (position += shares[i]));
  for (let i = 0, start = 0; i < intervals.length; start += counts[i++]) {
    const inside = positions.filter((at) => at >= start && at < start + counts[i]).map((at) => at - start);
    if (inside.length === 0) continue;
    if (counts[i] === 1) keys.push(intervals[i].lower);
    else keys.push(...(await source.keysAt(keyRangeOf(intervals[i]), inside)));
  }
  return keys;
}
