// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { StoreAccess } from '../exporter.js' */
/** @import { KeyBounds } from '../keys.js' */
/** @import { Path } from '../paths/paths.js' */
/** @import { Choice } from './choice.js' */
/** @import { IndexJson, KeyJson, PlanRequest, RangeJson } from '../protocol.js' */
import { boundsOf, compareKeys, keyRangeOf, keyToJson } from '../keys.js';
import { choiceOf, countOf, countTo } from './choice.js';
import { answerOf } from '../connections.js';
import { clipped } from './walk.js';
import { describeIndex } from './catalog.js';
import { evenCut } from './even.js';
import { howOf } from '../paths/how.js';
import { isOfKind, orderedKind } from './order.js';
import { isShort } from './shortcut.js';
import { isSingle } from './blocks.js';
import { primaryPath } from '../paths/paths.js';

/** Below so many records, a key range or an index is read as one split. */
const FEW = 10_000;

/**
 * @typedef {{range: RangeJson, records: number, index?: IndexJson, how?: string}} PlannedSplit
 *
 * What a plan is made for: the wanted keys, and the first and the last that there are.
 * @typedef {{bounds: KeyBounds, first: IDBValidKey | null, last: IDBValidKey | null}} Extent
 */

/**
 * Finds where the wanted records of a range are, and cuts it into disjoint ones of about equal size. Reads keys only, in one transaction.
 * @param {PlanRequest} request
 * @param {StoreAccess} access
 */
export function plan(request, access) {
  return access((store) => planWith(request, store));
}

/**
 * @param {PlanRequest} request
 * @param {IDBObjectStore} store
 */
async function planWith(request, store) {
  const { keyPath, autoIncrement } = store;
  const bounds = boundsOf(request.range);
  if (bounds === null) return { records: 0, keyPath, autoIncrement, first: null, last: null, splits: [whole(request, 0)] };
  const range = keyRangeOf(bounds);
  const [first, last] = await Promise.all([keyAt(store, range, 'next'), keyAt(store, range, 'prev')]);
  const splits = await plannedSplits(store, request, { bounds, first, last });
  const records = splits.reduce((sum, split) => sum + split.records, 0);
  return { records, keyPath, autoIncrement, first: orNull(first), last: orNull(last), splits };
}

/**
 * @param {IDBObjectStore} store
 * @param {PlanRequest} request
 * @param {Extent} extent
 * @returns {Promise<PlannedSplit[]>}
 */
async function plannedSplits(store, request, extent) {
  const { limit, order, predicate, enough } = request;
  if (enough !== undefined) return [whole(request, await countTo(enough, store, [extent.bounds]))];
  const hasQuery = predicate !== undefined || limit !== undefined || request.aggregation !== undefined;
  if (isShort(store, request)) return [{ ...whole(request, 1), how: 'count and ends of key ranges' }];
  const isOrdered = order !== undefined && (await isOfKind(store, orderedKind(store, order.by, request)));
  if (limit !== undefined && (isOrdered || (order === undefined && predicate === undefined))) {
    return [await upTo(limit, primaryPath(store, request), request, store)];
  }
  const choice = await choiceOf(store, request, extent.bounds);
  const splits = await cut(store, request, choice, extent);
  return hasQuery ? splits.map((split) => ({ ...split, how: howOf(choice.path, predicate !== undefined) })) : splits;
}

/**
 * What is read only as far as a limit is one split.
 * @param {number} limit
 * @param {Path} path
 * @param {PlanRequest} request
 * @param {IDBObjectStore} store
 * @returns {Promise<PlannedSplit>}
 */
async function upTo(limit, path, request, store) {
  const end = request.order?.direction === 'descending' ? 'last' : 'first';
  // Few rows are not worth a count.
  const records = limit < FEW ? limit : Math.min(limit, await answerOf(store.count()));
  return { ...whole(request, records), how: `${howOf(path, request.predicate !== undefined)}, the ${end} ${limit}` };
}

/**
 * @param {IDBObjectStore} store
 * @param {PlanRequest} request
 * @param {Choice} choice
 * @param {Extent} extent
 * @returns {Promise<PlannedSplit[]>}
 */
async function cut(store, request, { path: { index, reach }, total }, extent) {
  const { bounds } = extent;
  const even = index === null && reach === null && total === undefined ? await evenly(store, request, extent) : null;
  if (even?.splits) return even.splits;
  const source = index === null ? store : store.index(index);
  const pieces = clipped(reach?.stretches ?? null, bounds);
  const counted = total ?? even?.records;
  const counts =
    counted !== undefined && pieces.length === 1
      ? [counted]
      : await Promise.all(pieces.map((piece) => (index === null && isSingle(piece) ? 1 : countOf(source, [piece]))));
  const records = counts.reduce((sum, count) => sum + count, 0);
  // Each split costs a round trip, which a few records are not worth.
  const atLeast = reach !== null && records < FEW ? 1 : request.atLeast;
  const starts = startsOf(records, splitCount({ ...request, atLeast }, records));
  const keys = distinct(await keysIn(source, pieces, counts, starts.slice(1)));
  const splits = splitsOf(request, keys, starts, records);
  if (index === null) return splits;
  const described = describeIndex(store.index(index));
  if (splits.length === 1) return [{ ...splits[0], index: described }];
  // An index key that many records share is the start of one split alone.
  return Promise.all(splits.map(async ({ range }) => {
    const within = boundsOf(range);
    return { index: described, range, records: within === null ? 0 : await countOf(source, clipped(reach?.stretches ?? null, within)) };
  }));
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
 * @param {IDBObjectStore} store
 * @param {PlanRequest} request
 * @param {Extent} extent
 * @returns {Promise<{records: number, splits?: PlannedSplit[]} | null>} the records counted, and splits if they are as wished; null if none were
 */
async function evenly(store, request, { bounds, first, last }) {
  const count = request.atLeast;
  if (count < 2 || first === null || last === null) return null;
  const even = await evenCut(store, bounds, { first, last, count });
  if (!even?.keys || splitCount(request, even.records) !== count) return even;
  const starts = startsOf(even.records, count);
  const splits = splitsOf(request, even.keys.map(keyToJson), starts, even.records);
  return { records: even.records, splits: splits.map(({ range }, i) => ({ range, records: even.counts[i] })) };
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
  return cursor === null ? null : cursor.key;
}

/** @param {IDBValidKey | null} key */
function orNull(key) {
  return key === null ? null : keyToJson(key);
}

/**
 * @param {IDBObjectStore | IDBIndex} source
 * @param {KeyBounds[]} pieces
 * @param {number[]} counts of the records in each
 * @param {number[]} positions ascending, among the records of all pieces
 * @returns {Promise<IDBValidKey[]>} the keys there
 */
async function keysIn(source, pieces, counts, positions) {
  const keys = [];
  for (let i = 0, start = 0; i < pieces.length; start += counts[i++]) {
    const inside = positions.filter((position) => position >= start && position < start + counts[i]).map((position) => position - start);
    if (inside.length === 0) continue;
    if (counts[i] === 1 && pieces[i].lower !== undefined) keys.push(/** @type {IDBValidKey} */ (pieces[i].lower));
    else keys.push(...(await keysAt(source, keyRangeOf(pieces[i]), inside)));
  }
  return keys;
}

/**
 * @param {IDBValidKey[]} keys ascending
 * @returns {KeyJson[]}
 */
function distinct(keys) {
  return keys.filter((key, i) => i === 0 || compareKeys(keys[i - 1], key) < 0).map(keyToJson);
}

/**
 * @param {IDBObjectStore | IDBIndex} source
 * @param {IDBKeyRange | null} range
 * @param {number[]} positions ascending
 * @returns {Promise<IDBValidKey[]>}
 */
function keysAt(source, range, positions) {
  return new Promise((resolve, reject) => {
    /** @type {IDBValidKey[]} */
    const keys = [];
    let at = 0;
    const request = source.openKeyCursor(range);
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
