// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { KeyBounds } from '../keys.js' */
/** @import { PlanRequest } from '../protocol.js' */
/** @import { Path } from '../paths/paths.js' */
import { answerOf } from '../connections.js';
import { clipped } from './walk.js';
import { indexPath, primaryPath } from '../paths/paths.js';
import { isPoint } from '../paths/stretches.js';
import { isRedacted } from '../redaction.js';
import { keyRangeOf } from '../keys.js';

/** An index is taken if it leaves so many times fewer records: finding one by an index costs more than reading it in a row. */
const GAIN = 4;

/** How far indexes are counted before all records are: counting costs more than all else of a plan. */
const LOOKS = [1000, 8000];

/** The most records that are counted to find whether an index has them all. */
const MOST_PROVEN = 2_000_000;

/**
 * A path, and how many records there are by the primary key if that had to be found out.
 * @typedef {{path: Path, total?: number}} Choice
 *
 * How the wanted records are best found: by the primary key, or by the index with the fewest entries in question.
 * @param {IDBObjectStore} store
 * @param {PlanRequest} request
 * @param {KeyBounds} bounds of the primary keys
 * @returns {Promise<Choice>}
 */
export async function choiceOf(store, request, bounds) {
  const primary = primaryPath(store, request);
  const isPlain = bounds.lower === undefined && bounds.upper === undefined;
  if (isRedacted(store) || !isPlain || request.predicate === undefined || primary.reach?.stretches.every(isPoint)) return { path: primary };
  const pieces = clipped(primary.reach?.stretches ?? null, bounds);
  let candidates = Array.from(store.indexNames, (name) => candidateOf(store.index(name), request)).filter((candidate) => candidate !== null);
  for (const most of LOOKS) {
    const [small, large] = await parted(candidates, most);
    for (const candidate of small) if (await isWorthwhile(store, pieces, candidate)) return candidate;
    candidates = large;
    if (candidates.length === 0 || !(await hasAtLeast(store, pieces, GAIN * most))) return { path: primary };
  }
  const total = await countOf(store, pieces);
  const [small] = await parted(candidates, Math.floor(total / GAIN) + 1);
  for (const { index, path } of small) if (path.proven || (await isComplete(store, index))) return { path };
  return { path: primary, total };
}

/**
 * An index that may be taken. `count` is of its entries in question, once they are counted.
 * @typedef {{index: IDBIndex, path: Path, count: number}} Candidate
 *
 * @param {IDBIndex} index
 * @param {PlanRequest} request
 * @returns {Candidate | null}
 */
function candidateOf(index, request) {
  const path = indexPath(index, request);
  return path === null ? null : { index, path, count: Infinity };
}

/**
 * @param {Candidate[]} candidates
 * @param {number} most
 * @returns {Promise<Candidate[][]>} those with fewer entries, the best first, and the others
 */
async function parted(candidates, most) {
  const small = [];
  const large = [];
  for (const candidate of candidates) {
    const stretches = candidate.path.reach?.stretches ?? [];
    if (await hasAtLeast(candidate.index, stretches, most)) large.push(candidate);
    else small.push({ ...candidate, count: await countOf(candidate.index, stretches) });
  }
  return [small.sort((a, b) => a.count - b.count || Number(b.path.proven) - Number(a.path.proven) || breadth(a) - breadth(b)), large];
}

/** @param {Candidate} candidate */
function breadth({ index: { keyPath } }) {
  return Array.isArray(keyPath) ? keyPath.length : 0;
}

/**
 * @param {IDBObjectStore} store
 * @param {KeyBounds[]} pieces
 * @param {Candidate} candidate
 */
async function isWorthwhile(store, pieces, { index, path, count }) {
  return (await hasAtLeast(store, pieces, GAIN * count)) && (path.proven || (await isComplete(store, index)));
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
 * @param {KeyBounds[]} pieces
 * @returns {Promise<number>}
 */
export async function countOf(source, pieces) {
  const counts = await Promise.all(pieces.map((piece) => answerOf(source.count(keyRangeOf(piece) ?? undefined))));
  return counts.reduce((sum, count) => sum + count, 0);
}

/**
 * @param {number} most
 * @param {IDBObjectStore} store
 * @param {KeyBounds[]} pieces
 * @returns {Promise<number>} how many records there are, or that there are at least so many
 */
export async function countTo(most, store, pieces) {
  return (await hasAtLeast(store, pieces, most)) ? most : countOf(store, pieces);
}

/**
 * Like a count, but it ends at a number.
 * @param {IDBObjectStore | IDBIndex} source
 * @param {KeyBounds[]} pieces
 * @param {number} count
 * @returns {Promise<boolean>}
 */
async function hasAtLeast(source, pieces, count) {
  if (count === 0) return true;
  if (pieces.length !== 1) return (await countOf(source, pieces)) >= count;
  return new Promise((resolve, reject) => {
    const request = source.openKeyCursor(keyRangeOf(pieces[0]));
    let at = 1;
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const cursor = request.result;
      if (cursor === null || at === count) return resolve(cursor !== null);
      cursor.advance(count - at);
      at = count;
    };
  });
}
