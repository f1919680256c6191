// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { layoutOf } from '../columns/batch.js';
/** @import { Rows } from '../values/rows.js' */
/** @import { Vector } from '../columns/vector.js' */
/** @import { ReadRequest } from '../protocol/protocol.js' */
import { compile, TRUE } from '../evaluation/predicate.js';
import { visibleIndices } from '../store/redaction.js';
import { rowsAt } from '../values/rows.js';
import { encodeEach } from './batches.js';

/**
 * Finds the indices of the rows to keep, ascending.
 * @typedef {(rows: Rows) => Promise<number[]>} Filter
 *
 * Keeps the records for which the predicate is true, going by its columns as they would be encoded.
 * @param {ReadRequest} request
 * @returns {Filter | null} null if every record is wanted; it throws VALUE_DOES_NOT_FIT in mode FAILFAST
 */
export function filterOf({ database, store, mode, tested = [], predicate, byteTarget }) {
  if (predicate === undefined) return null;
  // What is malformed is judged when it is read: here it is null.
  const layout = layoutOf({ database, store, columns: tested, mode: mode === 'FAILFAST' ? mode : 'PERMISSIVE' });
  const test = compile(predicate, tested);
  return async (rows) => {
    /** @type {number[]} */
    const kept = [];
    await encodeEach(layout, rows, byteTarget, ({ columns, length }, start) => {
      const truths = test({ vectors: /** @type {Vector[]} */ (columns), length });
      for (let i = 0; i < length; i++) if (truths[i] === TRUE) kept.push(start + i);
    });
    return kept;
  };
}

/**
 * @param {Rows} rows
 * @param {Filter | null} filter
 * @returns {Promise<number[] | null>} the indices of those that are wanted and that the app lets out, ascending; null
 *   if that is all of them
 */
export async function wantedIndices(rows, filter) {
  const out = visibleIndices(rows.values);
  if (filter === null) return out;
  if (out === null) return filter(rows);
  return (await filter(rowsAt(rows, out))).map((i) => out[i]);
}
