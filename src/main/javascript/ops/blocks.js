// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { KeyBounds } from '../keys.js' */
/** @import { Fetched } from './fetch.js' */
import { compareKeys, isEmpty } from '../keys.js';
import { isPoint } from '../paths/stretches.js';
import { MOST_RECORDS, recordsIn } from './fetch.js';

/** How many single keys are looked up at once. */
const MOST_POINTS = 500;

/**
 * What is left to read, piece by piece in the order of reading. `afterPrimary`: of its only key, an index's, what follows a primary key.
 * @typedef {KeyBounds & {afterPrimary?: IDBValidKey}} Piece
 *
 * Some records read, and what is then left. `cut`: the last one's index key has more.
 * @typedef {Fetched & {rest: Piece[], cut: boolean}} Block
 *
 * @typedef {{count: number, descending: boolean, keysOnly: boolean}} Manner
 */

/**
 * @param {IDBObjectStore | IDBIndex} source
 * @param {Piece[]} pieces
 * @param {Manner} manner
 * @returns {Promise<Block>} no more than `count` records; none though some are left if a piece holds none
 */
export async function nextBlock(source, pieces, manner) {
  if (pieces.length === 0) return { keys: [], values: [], rest: [], cut: false };
  const isStore = source instanceof IDBObjectStore;
  if (isStore && pieces.length > 1 && isSingle(pieces[0])) return lookedUp(source, pieces, manner);
  const [{ afterPrimary, ...bounds }, ...others] = pieces;
  const count = Math.max(1, Math.min(manner.count, MOST_RECORDS));
  const some = await recordsIn(source, { ...manner, bounds, count, afterPrimary });
  if (some.keys.length < count) return { ...some, rest: others, cut: false };
  if (some.indexKeys) return ofIndex(some, pieces);
  return { ...some, rest: [beyond(bounds, some.keys[count - 1], manner.descending), ...others].filter((piece) => !isEmpty(piece)), cut: false };
}

/**
 * Several single keys at once, as each takes its time to be found.
 * @param {IDBObjectStore} source
 * @param {Piece[]} pieces
 * @param {Manner} manner
 * @returns {Promise<Block>}
 */
async function lookedUp(source, pieces, manner) {
  const most = Math.min(manner.count, MOST_POINTS, pieces.length);
  let count = 1;
  while (count < most && isSingle(pieces[count])) count++;
  const found = await Promise.all(pieces.slice(0, count).map((bounds) => recordsIn(source, { ...manner, bounds, count: 1 })));
  const rows = { keys: found.flatMap(({ keys }) => keys), values: found.flatMap(({ values }) => values) };
  return { ...rows, rest: pieces.slice(count), cut: false };
}

/**
 * A block ends where an index key ends, unless there is but one.
 * @param {Fetched} some as many as were asked for
 * @param {Piece[]} pieces
 * @returns {Block}
 */
function ofIndex({ keys, values, indexKeys = [] }, [{ afterPrimary, ...bounds }, ...others]) {
  const end = indexKeys.length - 1;
  const last = indexKeys[end];
  let start = end;
  while (start > 0 && compareKeys(indexKeys[start - 1], last) === 0) start--;
  const rest = [beyond(bounds, start > 0 ? indexKeys[start - 1] : last, false), ...others].filter((piece) => !isEmpty(piece));
  if (start > 0) {
    const whole = { keys: keys.slice(0, start), values: values.slice(0, start), indexKeys: indexKeys.slice(0, start) };
    return { ...whole, rest, cut: false };
  }
  return { keys, values, indexKeys, rest: [runAfter(last, keys[end]), ...rest], cut: true };
}

/**
 * @param {IDBValidKey} key of an index
 * @param {IDBValidKey} afterPrimary
 * @returns {Piece} the records of that key that follow a primary key
 */
export function runAfter(key, afterPrimary) {
  return { lower: key, lowerOpen: false, upper: key, upperOpen: false, afterPrimary };
}

/**
 * @param {KeyBounds} bounds
 * @param {IDBValidKey} key
 * @param {boolean} descending
 * @returns {KeyBounds} what follows the key
 */
function beyond(bounds, key, descending) {
  return descending ? { ...bounds, upper: key, upperOpen: true } : { ...bounds, lower: key, lowerOpen: true };
}

/**
 * @param {KeyBounds} bounds
 * @returns {boolean} whether they hold one key
 */
export function isSingle({ lower, upper, lowerOpen, upperOpen }) {
  return lower !== undefined && upper !== undefined && isPoint({ lower, upper, lowerOpen, upperOpen });
}
