// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { csvCells, csvLines } from './csv.js';
import { encoderOf } from './encoders.js';
/** @import { BlobReader } from '../values/blobs.js' */
/** @import { Column, Type } from '../protocol/protocol.js' */
import { batchMessage } from './frame.js';
import { jsonCells, jsonLines, recordLines } from './ndjson.js';

/**
 * How a format writes batches: each column by itself, then all of them together. A column's encoder takes null and
 * undefined for null, and throws a Misfit for the first value that does not fit the column's type.
 * @typedef {object} Encoding
 * @property {(type: Type) => (values: unknown[], blobs: BlobReader) => any} encoderOf
 * @property {(columns: Column[], encoded: any[], length: number) => Uint8Array[]} message
 */

/** @type {Record<string, Encoding>} */
const ENCODINGS = {
  arrow: { encoderOf, message: (_, encoded, length) => batchMessage(encoded, length) },
  ndjson: { encoderOf: jsonCells, message: jsonLines },
  csv: { encoderOf: csvCells, message: csvLines },
};

/** Records as they are, which has no columns. */
const RECORDS = { encoderOf: () => jsonCells(), message: recordLines };

/** @type {Column} */
const RECORD = { name: 'value', type: 'json', source: 'value' };

/**
 * @param {string} format
 * @param {Column[]} columns
 * @returns {{encoding: Encoding, columns: Column[]}} how the columns are written; lines of JSON without columns are the
 *   whole records
 */
export function encodingOf(format, columns) {
  const whole = format === 'ndjson' && columns.length === 0;
  return whole ? { encoding: RECORDS, columns: [RECORD] } : { encoding: ENCODINGS[format], columns };
}
