// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { StoreAccess } from '../serve/request-server.js' */
/** @import { IndexJson, PlanRequest, RangeJson } from '../protocol/protocol.js' */
/** @import { Stretch } from '../paths/intervals.js' */
/** @import { Choice } from './choose-path.js' */
import { ALL, cutAt, intersection, isPoint, leftOf } from '../paths/intervals.js';
import { answerOf } from '../store/database-pool.js';
import { areIn, endsOf, orderedKeys } from './key-order.js';
import { choiceOf, countOf, countTo, keysAt } from './choose-path.js';
import { compareKeys, keyToJson } from '../values/keys.js';
import { describeIndex } from './catalog.js';
import { evenCut, sharesOf } from './even-split.js';
import { howOf } from '../paths/explain.js';
import { isShort } from './key-only-totals.js';
import { primaryPath } from '../paths/access-path.js';

/** Below so many records, a key range or an index is read as one split. */
const FEW = 10_000;

/**
 * @typedef {{range: RangeJson, records: number, index?: IndexJson, how?: string}} PlannedSplit
 *
 * Finds where the wanted records of a range are, and cuts it into disjoint ones of about equal size. Reads keys only, in one transaction.
 * @param {PlanRequest} request
 * @param {StoreAccess} access
 */
export function plan(request, access) {
  return access(async (store) => {
    const { keyPath, autoIncrement } = store;
    const wanted = leftOf(request.range);
    const ends = wanted.length === 0 ? [] : await endsOf(store, wanted[0]);
    const splits = await plannedSplits(store, request, wanted, ends);
    const records = splits.reduce((sum, split) => sum + split.records, 0);
    const [first = null, last = null] = ends.map(keyToJson);
    return { records, keyPath, autoIncrement, first, last, splits };
  });
}

/**
 * @param {IDBObjectStore} store
 * @param {PlanRequest} request
 * @param {Stretch[]} wanted the keys of its range, in one stretch or none
 * @param {IDBValidKey[]} ends the first and the last key that there are
 * @returns {Promise<PlannedSplit[]>}
 */
async function plannedSplits(store, request, wanted, ends) {
  const { limit, order, predicate, enough, range } = request;
  if (enough !== undefined) return [{ range, records: await countTo(enough, store, wanted) }];
  const hasQuery = predicate !== undefined || limit !== undefined || request.aggregation !== undefined;
  if (isShort(store, request)) return [{ range, records: 1, how: 'count and ends of key ranges' }];
  const isOrdered = order !== undefined && (await areIn(store, orderedKeys(store, order.by, request)));
  if (limit !== undefined && (isOrdered || (order === undefined && predicate === undefined))) {
    return [await upTo(limit, request, store)];
  }
  const choice = await choiceOf(store, request);
  const splits = await cut(store, request, choice, wanted, ends);
  return hasQuery ? splits.map((split) => ({ ...split, how: howOf(choice.path, predicate !== undefined) })) : splits;
}

/**
 * What is read only as far as a limit is one split.
 * @param {number} limit
 * @param {PlanRequest} request
 * @param {IDBObjectStore} store
 * @returns {Promise<PlannedSplit>}
 */
async function upTo(limit, request, store) {
  const end = request.order?.direction === 'descending' ? 'last' : 'first';
  // Few rows are not worth a count.
  const records = limit < FEW ? limit : Math.min(limit, await answerOf(store.count()));
  return { range: request.range, records, how: `${howOf(primaryPath(store, request), request.predicate !== undefined)}, the ${end} ${limit}` };
}

/**
 * @param {IDBObjectStore} store
 * @param {PlanRequest} request
 * @param {Choice} choice
 * @param {Stretch[]} wanted
 * @param {IDBValidKey[]} ends
 * @returns {Promise<PlannedSplit[]>}
 */
async function cut(store, request, { path: { index, stretches }, total }, wanted, ends) {
  const even = stretches === null && total === undefined ? await evenCut(store, wanted[0], ends, request.atLeast) : null;
  if (even?.keys && splitCount(request, even.records) === request.atLeast) return splitsOf(request, even.keys, even.counts);
  const source = index === null ? store : store.index(index);
  const pieces = intersection(stretches ?? [ALL], wanted);
  const known = total ?? even?.records;
  const counts = known !== undefined && pieces.length === 1 ? [known] : await countsOf(source, pieces);
  const records = counts.reduce((sum, count) => sum + count, 0);
  // Each split costs a round trip, which a few records are not worth.
  const atLeast = stretches !== null && records < FEW ? 1 : request.atLeast;
  const shares = sharesOf(records, splitCount({ ...request, atLeast }, records));
  const splits = splitsOf(request, await keysIn(source, pieces, counts, shares), shares);
  return index === null ? splits : Promise.all(splits.map((split) => ofIndex(store.index(index), pieces, split)));
}

/**
 * @param {IDBObjectStore | IDBIndex} source
 * @param {Stretch[]} pieces
 */
function countsOf(source, pieces) {
  return Promise.all(pieces.map((piece) => (source instanceof IDBObjectStore && isPoint(piece) ? 1 : countOf(source, [piece]))));
}

/**
 * An index key that many records share is the start of one split alone: they are counted once more.
 * @param {IDBIndex} index
 * @param {Stretch[]} pieces
 * @param {PlannedSplit} split
 * @returns {Promise<PlannedSplit>}
 */
async function ofIndex(index, pieces, { range }) {
  return { index: describeIndex(index), range, records: await countOf(index, intersection(pieces, leftOf(range))) };
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
  return cutAt(range, distinct.map(keyToJson)).map((piece, i) => ({ range: piece, records: counts[i] }));
}

/**
 * @param {IDBObjectStore | IDBIndex} source
 * @param {Stretch[]} pieces
 * @param {number[]} counts of the records in each
 * @param {number[]} shares of the splits in the records of all pieces
 * @returns {Promise<IDBValidKey[]>} the first keys of all splits but the first
 */
async function keysIn(source, pieces, counts, shares) {
  const keys = [];
  let position = 0;
  const positions = shares.slice(1).map((_, i) => (position += shares[i]));
  for (let i = 0, start = 0; i < pieces.length; start += counts[i++]) {
    const inside = positions.filter((at) => at >= start && at < start + counts[i]).map((at) => at - start);
    if (inside.length === 0) continue;
    if (counts[i] === 1) keys.push(pieces[i].lower);
    else keys.push(...(await keysAt(source, pieces[i], inside)));
  }
  return keys;
}
