// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Layout } from '../columns/batch.js' */
/** @import { Rows } from '../columns/malformed.js' */
/** @import { Vector } from '../columns/vector.js' */
/** @import { PredicateJson, ReadRequest } from '../protocol.js' */
import { compile, TRUE } from '../evaluation/predicate.js';
import { encodeBatch, layoutOf } from '../columns/batch.js';
import { BlobReader } from '../blobs.js';
import { countWithin } from '../weight.js';

/**
 * @param {ReadRequest} request
 * @returns {Filter | null} null if every record is wanted
 */
export function filterOf(request) {
  const { predicate } = request;
  return predicate === undefined ? null : new Filter({ ...request, predicate });
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
    const blobs = new BlobReader();
    const kept = this.#keptOf(rows, 0, blobs);
    return blobs.lacks ? this.#keptInPieces(rows) : kept;
  }

  /**
   * Bytes of files are tested too: those of some records at a time, as all of them may be more than fits.
   * @param {Rows} rows
   */
  async #keptInPieces({ keys, values }) {
    const kept = [];
    for (let start = 0; start < keys.length; ) {
      const end = start + countWithin(values.slice(start), this.#byteTarget, 1);
      const piece = { keys: keys.slice(start, end), values: values.slice(start, end) };
      const blobs = new BlobReader();
      this.#keptOf(piece, start, blobs);
      await blobs.fetch();
      kept.push(...this.#keptOf(piece, start, blobs));
      start = end;
    }
    return kept;
  }

  /**
   * @param {Rows} rows
   * @param {number} start the index of the first
   * @param {BlobReader} blobs
   */
  #keptOf(rows, start, blobs) {
    const { columns, length } = encodeBatch(this.#layout, rows, blobs);
    const truths = this.#test({ vectors: /** @type {Vector[]} */ (columns), length });
    const kept = [];
    for (let i = 0; i < length; i++) if (truths[i] === TRUE) kept.push(start + i);
    return kept;
  }
}
