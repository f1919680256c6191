// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Stretch } from '../paths/intervals.js' */
/** @import { Fetched } from './fetch.js' */
import { beyond, isPoint, stretch, union } from '../paths/intervals.js';
import { compareKeys } from '../values/keys.js';
import { MOST_RECORDS, recordsIn } from './fetch.js';

/**
 * What is left to read, piece by piece in the order of reading. `afterPrimary`: of its only key, an index's, what follows a primary key.
 * @typedef {Stretch & {afterPrimary?: IDBValidKey}} Piece
 *
 * Some records read, and what is then left.
 * @typedef {Fetched & {rest: Piece[]}} Block
 *
 * @typedef {{count: number, descending?: boolean, keysOnly?: boolean}} Manner
 */

/**
 * @param {IDBObjectStore | IDBIndex} source
 * @param {Piece[]} pieces
 * @param {Manner} manner
 * @returns {Promise<Block>} no more than `count` records; none though some are left if a piece holds none
 */
export async function nextBlock(source, pieces, manner) {
  if (pieces.length === 0) return { keys: [], values: [], rest: [] };
  const count = Math.max(1, Math.min(manner.count, MOST_RECORDS));
  const isStore = source instanceof IDBObjectStore;
  if (isStore && pieces.length > 1 && isPoint(pieces[0])) return lookedUp(source, pieces, { ...manner, count });
  const [piece, ...others] = pieces;
  const some = await recordsIn(source, piece, { ...manner, count });
  if (some.keys.length < count) return { ...some, rest: others };
  if (some.indexKeys) return ofIndex(some, pieces);
  return { ...some, rest: [...union([beyond(piece, some.keys[count - 1], manner.descending)]), ...others] };
}

/**
 * Several single keys at once, as each takes its time to be found.
 * @param {IDBObjectStore} source
 * @param {Piece[]} pieces
 * @param {Manner} manner
 * @returns {Promise<Block>}
 */
async function lookedUp(source, pieces, manner) {
  const end = pieces.findIndex((piece, i) => i === manner.count || !isPoint(piece));
  const count = end < 0 ? pieces.length : end;
  const found = await Promise.all(pieces.slice(0, count).map((piece) => recordsIn(source, piece, { ...manner, count: 1 })));
  return { keys: found.flatMap(({ keys }) => keys), values: found.flatMap(({ values }) => values), rest: pieces.slice(count) };
}

/**
 * A block ends where an index key ends, unless there is but one.
 * @param {Fetched} some as many as were asked for
 * @param {Piece[]} pieces
 * @returns {Block}
 */
function ofIndex({ keys, values, indexKeys = [] }, [piece, ...others]) {
  const last = indexKeys[indexKeys.length - 1];
  const ended = indexKeys.findLastIndex((key) => compareKeys(key, last) !== 0) + 1;
  const count = ended || keys.length;
  const run = ended ? [] : [runAfter(last, keys[count - 1])];
  const rest = [...run, ...union([beyond(piece, indexKeys[count - 1])]), ...others];
  return { keys: keys.slice(0, count), values: values.slice(0, count), indexKeys: indexKeys.slice(0, count), rest };
}

/**
 * @param {IDBValidKey} key of an index
 * @param {IDBValidKey} afterPrimary
 * @returns {Piece} the records of that key that follow a primary key
 */
export function runAfter(key, afterPrimary) {
  return { ...stretch(key, key), afterPrimary };
}
