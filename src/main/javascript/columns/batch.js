// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { ownProperty } from '../values/properties.js';
import { Unreadable } from '../values/record-limits.js';
import { toTaggedJson } from '../values/tagged-json.js';
import { fieldsOf, isNull, isPlain, kindOf } from '../values/value-kind.js';
import { encoderOf } from './encoders.js';
import { encodingOf } from './formats.js';
import { MalformedRows } from './malformed.js';
/** @import { BlobReader } from '../values/blobs.js' */
/** @import { Encoding } from './formats.js' */
/** @import { Column, Malformed, Mode } from '../protocol/protocol.js' */
/** @import { Rows } from '../values/rows.js' */
import { doesNotFit, Misfit } from './misfit.js';

/**
 * What a batch is encoded to: its columns as the encoding of its layout has them.
 * @typedef {{columns: unknown[], length: number, malformed: Malformed}} Batch
 *
 * A column and what encodes it.
 * @typedef {{column: Column, encode: ReturnType<Encoding['encoderOf']>}} ColumnEncoder
 *
 * The rows of one batch. `arePlain`: its records are known to be plain objects all, so that it is looked at once, not
 * once for each column.
 * @typedef {Rows & {arePlain?: boolean}} BatchRows
 *
 * What a batch is encoded by. `judged` are columns that are not read but still decide which record is malformed.
 * @typedef {{place: string, mode: Mode, encoding: Encoding, columns: ColumnEncoder[], judged: ColumnEncoder[]}} Layout
 */

/**
 * @param {{database: string, store: string, columns: Column[], judged?: Column[], mode: Mode, format?: string}} request
 * @returns {Layout}
 */
export function layoutOf({ database, store, columns, judged = [], mode, format = 'arrow' }) {
  const read = new Set(columns.map((column) => JSON.stringify(column)));
  const others =
    mode === 'FAILFAST' ? [] : judged.filter((column) => !isCorrupt(column) && !read.has(JSON.stringify(column)));
  const written = encodingOf(format, columns);
  return {
    place: `${database}/${store}`,
    mode,
    encoding: written.encoding,
    columns: written.columns.map((column) => ({ column, encode: written.encoding.encoderOf(column.type) })),
    judged: others.map((column) => ({ column, encode: encoderOf(column.type) })),
  };
}

/** @param {Column} column of what does not fit, which is made last */
function isCorrupt({ source }) {
  return source === 'corrupt';
}

/**
 * @param {Layout} layout
 * @param {Batch} batch
 * @returns {Uint8Array[]} the bytes of a batch, none if it has no rows
 */
export function messageOf({ encoding, columns }, batch) {
  const names = columns.map(({ column }) => column);
  return batch.length === 0 ? [] : encoding.message(names, batch.columns, batch.length);
}

/**
 * @param {Layout} layout
 * @param {Rows} given
 * @param {BlobReader} blobs
 * @returns {Batch}
 * @throws {IndexedDbError} VALUE_DOES_NOT_FIT in mode FAILFAST
 */
export function encodeBatch(layout, given, blobs) {
  /** @type {BatchRows} */
  const rows = { ...given };
  const malformed = new MalformedRows(layout, rows);
  const encoded = layout.columns.map((encoder) =>
    isCorrupt(encoder.column) ? null : encodeTolerant(encoder, rows, blobs, malformed),
  );
  // Nothing of them is sent, but whether a Blob can be read counts.
  layout.judged.forEach((encoder) => encodeTolerant(encoder, rows, blobs, malformed));
  if (layout.mode === 'DROPMALFORMED' && malformed.indices.size > 0) {
    return { ...encodeBatch({ ...layout, judged: [] }, malformed.others(), blobs), malformed: malformed.report() };
  }
  const columns = encoded.map(
    (column, i) => column ?? layout.columns[i].encode(corruptTexts(rows, malformed, blobs), blobs),
  );
  return { columns, length: rows.keys.length, malformed: malformed.report() };
}

/**
 * @param {ColumnEncoder} encoder
 * @param {BatchRows} rows
 * @param {BlobReader} blobs
 * @param {MalformedRows} malformed
 */
function encodeTolerant(encoder, rows, blobs, malformed) {
  try {
    return encode(encoder, rows, blobs);
  } catch (e) {
    if (!(e instanceof Misfit)) throw e;
    const misfits = misfitsOf(encoder, rows, blobs);
    malformed.add(encoder.column, misfits);
    const others = (/** @type {any[]} */ all) => all.map((each, i) => (misfits.has(i) ? null : each));
    return encode(encoder, { keys: others(rows.keys), values: others(rows.values) }, blobs);
  }
}

/**
 * Each row by itself, as an encoder meets the values of a batch field by field: slow, but only if something does not
 * fit.
 * @param {ColumnEncoder} encoder
 * @param {BatchRows} rows
 * @param {BlobReader} blobs
 * @returns {Map<number, Misfit>} in the order of rows
 */
function misfitsOf(encoder, rows, blobs) {
  const misfits = new Map();
  for (let i = 0; i < rows.keys.length; i++) {
    try {
      encode(encoder, { keys: [rows.keys[i]], values: [rows.values[i]] }, blobs);
    } catch (e) {
      if (!(e instanceof Misfit)) throw e;
      misfits.set(i, e);
    }
  }
  return misfits;
}

/**
 * @param {ColumnEncoder} encoder
 * @param {BatchRows} rows
 * @param {BlobReader} blobs
 */
function encode({ column: { name, source }, encode }, rows, blobs) {
  if (source === 'key') return encode(rows.keys, blobs);
  return encode(source === 'value' ? rows.values : columnOf(name, rows), blobs);
}

/**
 * @param {string} name
 * @param {BatchRows} rows
 */
function columnOf(name, rows) {
  requirePlain(rows);
  const records = rows.values;
  const special = name in Object.prototype || name.includes('\ufffd');
  const fields = new Array(records.length);
  for (let i = 0; i < records.length; i++) {
    const record = /** @type {Record<string, unknown>} */ (records[i]);
    if (!isNull(record)) fields[i] = special ? ownProperty(record, name) : record[name];
  }
  return fields;
}

/**
 * Leaves plain objects. A record that is null is one without values; any other has values that are no fields.
 * @param {BatchRows} rows
 * @throws {Misfit}
 */
function requirePlain(rows) {
  if (rows.arePlain) return;
  rows.values = rows.values.map((record, i) => {
    if (isPlain(record) || isNull(record)) return record;
    if (kindOf(record) === 'object') return fieldsOf(record);
    return doesNotFit(i, record);
  });
  rows.arePlain = true;
}

/**
 * @param {Rows} rows
 * @param {MalformedRows} malformed
 * @param {BlobReader} blobs
 * @returns {(string | null)[]} the malformed records as text
 */
function corruptTexts({ values }, { indices }, blobs) {
  return values.map((record, i) => (indices.has(i) ? corruptText(record, blobs) : null));
}

/**
 * @param {unknown} record
 * @param {BlobReader} blobs
 */
function corruptText(record, blobs) {
  try {
    return toTaggedJson(record, blobs);
  } catch (e) {
    if (e instanceof Unreadable) return JSON.stringify({ $unreadable: e.message });
    throw e;
  }
}
