// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Layout } from '../columns/batch.js' */
/** @import { Rows } from '../columns/malformed.js' */
/** @import { Vector } from '../columns/vector.js' */
/** @import { PredicateJson, ReadRequest } from '../protocol.js' */
import { compile, TRUE } from '../evaluation/predicate.js';
import { eachEncoded } from './batches.js';
import { letOut } from '../redaction.js';
import { layoutOf } from '../columns/batch.js';

/**
 * @param {ReadRequest} request
 * @returns {Filter | null} null if every record is wanted
 */
export function filterOf(request) {
  const { predicate } = request;
  return predicate === undefined ? null : new Filter({ ...request, predicate });
}

/**
 * @param {Rows} rows
 * @param {Filter | null} filter
 * @returns {Promise<number[] | null>} the indices of those that are wanted and that the app lets out, ascending; null if that is all of them
 */
export async function wantedIn(rows, filter) {
  const out = letOut(rows.values);
  if (filter === null) return out;
  if (out === null) return filter.kept(rows);
  return (await filter.kept(rowsAt(rows, out))).map((i) => out[i]);
}

/**
 * @param {Rows} rows
 * @param {number[]} indices
 * @returns {Rows}
 */
export function rowsAt({ keys, values }, indices) {
  return { keys: indices.map((i) => keys[i]), values: indices.map((i) => values[i]) };
}

/** Keeps the records for which a predicate is true, going by its columns as they would be encoded. Confined to one request. */
export class Filter {
  #layout;
  #test;
  #byteTarget;

  /** @param {ReadRequest & {predicate: PredicateJson}} request */
  constructor({ database, store, mode, tested = [], predicate, byteTarget }) {
    // What is malformed is judged when it is read: here it is null.
    const reading = mode === 'FAILFAST' ? mode : 'PERMISSIVE';
    /** @type {Layout} */
    this.#layout = layoutOf({ database, store, columns: tested, mode: reading });
    this.#test = compile(predicate, tested);
    this.#byteTarget = byteTarget;
  }

  /**
   * @param {Rows} rows
   * @returns {Promise<number[]>} the indices of those to keep, ascending
   * @throws {IndexedDbError} VALUE_DOES_NOT_FIT in mode FAILFAST
   */
  async kept(rows) {
    /** @type {number[]} */
    const kept = [];
    await eachEncoded(this.#layout, rows, this.#byteTarget, ({ columns, length }, start) => {
      const truths = this.#test({ vectors: /** @type {Vector[]} */ (columns), length });
      for (let i = 0; i < length; i++) if (truths[i] === TRUE) kept.push(start + i);
    });
    return kept;
  }
}
