// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { PlanRequest } from '../protocol/protocol.js' */
/** @import { Path } from '../paths/access-path.js' */
/** @import { Stretch } from '../paths/intervals.js' */
import { ALL, isPoint, keyRangeOf } from '../paths/intervals.js';
import { answerOf } from '../store/database-pool.js';
import { indexPath, primaryPath } from '../paths/access-path.js';
import { isRedacted } from '../store/redaction.js';

/** An index is taken if it leaves so many times fewer records: finding one by an index costs more than reading it in a row. */
const GAIN = 4;

/** How far indexes are counted before all records are: counting costs more than all else of a plan. */
const LOOK = 8000;

/** The most records that are counted to find whether an index has them all. */
const MOST_PROVEN = 2_000_000;

/**
 * A path, and how many records there are by the primary key if that had to be found out.
 * @typedef {{path: Path, total?: number}} Choice
 *
 * How the wanted records are best found: by the primary key, or by the index with the fewest entries in question.
 * @param {IDBObjectStore} store
 * @param {PlanRequest} request
 * @returns {Promise<Choice>}
 */
export async function choiceOf(store, request) {
  const primary = primaryPath(store, request);
  const { lower, upper } = request.range;
  if (isRedacted(store) || lower || upper || primary.stretches?.every(isPoint)) return { path: primary };
  const pieces = primary.stretches ?? [ALL];
  const paths = Array.from(store.indexNames, (name) => indexPath(store.index(name), request)).filter((path) => path !== null);
  const { best, others } = await bestOf(store, paths, pieces);
  if (best !== undefined) return { path: best };
  if (others.length === 0 || !(await hasAtLeast(store, pieces, GAIN * LOOK))) return { path: primary };
  const total = await countOf(store, pieces);
  const { best: large } = await bestOf(store, others, pieces, total);
  return large === undefined ? { path: primary, total } : { path: large };
}

/**
 * @param {IDBObjectStore} store
 * @param {Path[]} paths by indexes
 * @param {Stretch[]} pieces by the primary key
 * @param {number} [total] of the records there, if they are counted
 * @returns {Promise<{best?: Path, others: Path[]}>} the best path with few entries that is worth it and has every record; those with many
 */
async function bestOf(store, paths, pieces, total) {
  const most = total === undefined ? LOOK : Math.floor(total / GAIN) + 1;
  const small = [];
  const others = [];
  for (const path of paths) {
    const index = store.index(String(path.index));
    const count = await countTo(most, index, path.stretches ?? []);
    if (count === most) others.push(path);
    else small.push({ path, index, count });
  }
  small.sort((a, b) => a.count - b.count || Number(b.path.proven) - Number(a.path.proven) || breadth(a.index) - breadth(b.index));
  for (const { path, index, count } of small) {
    const isWorthIt = total !== undefined || (await hasAtLeast(store, pieces, GAIN * count));
    if (isWorthIt && (path.proven || (await isComplete(store, index)))) return { best: path, others };
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
async function isComplete(store, index) {
  const records = await answerOf(store.count());
  return records <= MOST_PROVEN && records === (await answerOf(index.count()));
}

/**
 * @param {IDBObjectStore | IDBIndex} source
 * @param {Stretch[]} pieces
 * @returns {Promise<number>}
 */
export async function countOf(source, pieces) {
  const counts = await Promise.all(pieces.map((piece) => answerOf(source.count(keyRangeOf(piece)))));
  return counts.reduce((sum, count) => sum + count, 0);
}

/**
 * @param {number} most
 * @param {IDBObjectStore | IDBIndex} source
 * @param {Stretch[]} pieces
 * @returns {Promise<number>} how many records there are, or that there are at least so many
 */
export async function countTo(most, source, pieces) {
  return (await hasAtLeast(source, pieces, most)) ? most : countOf(source, pieces);
}

/**
 * Like a count, but it ends at a number.
 * @param {IDBObjectStore | IDBIndex} source
 * @param {Stretch[]} pieces
 * @param {number} count
 * @returns {Promise<boolean>}
 */
async function hasAtLeast(source, pieces, count) {
  if (count === 0) return true;
  if (pieces.length !== 1) return (await countOf(source, pieces)) >= count;
  return (await keysAt(source, pieces[0], [count - 1])).length > 0;
}

/**
 * @param {IDBObjectStore | IDBIndex} source
 * @param {Stretch} piece
 * @param {number[]} positions in it, ascending
 * @returns {Promise<IDBValidKey[]>} the keys there, as far as there are so many
 */
export function keysAt(source, piece, positions) {
  return new Promise((resolve, reject) => {
    /** @type {IDBValidKey[]} */
    const keys = [];
    let at = 0;
    const request = source.openKeyCursor(keyRangeOf(piece));
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
