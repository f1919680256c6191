// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Batch, Layout } from '../columns/batch.js' */
/** @import { Rows } from '../values/rows.js' */
import { encodeBatch, messageOf } from '../columns/batch.js';
import * as ErrorCode from '../protocol/error-codes.js';
import { MAX_RECORD_BYTES, WorkerError } from '../protocol/protocol.js';
import { BlobReader } from '../values/blobs.js';
import { keyToJson } from '../values/keys.js';
import { sliceRows } from '../values/rows.js';
import { countWithin } from '../values/size-estimate.js';

/** By how much a batch may exceed its byte target before it is cut and encoded again. */
const TOLERANCE = 2;

/** Of how many records the size of one is estimated before they are encoded, if they are few; of many, so many are. */
const MIN_SAMPLE_STEP = 8;
const RECORDS_SAMPLED = 128;

/** How often records are encoded until all of their Blobs are read: a function of the app may give others each time. */
const MAX_PASSES = 6;

/**
 * Encodes all rows, at once or, if the bytes of Blobs have to be read for it, those of some rows at a time, as all may
 * be more than fits.
 * @param {Layout} layout
 * @param {Rows} rows
 * @param {number} byteTarget
 * @param {(batch: Batch, start: number) => void} use takes what was encoded, and the index of its first row
 */
export async function encodeEach(layout, rows, byteTarget, use) {
  let max = rows.keys.length;
  for (let start = 0; start < rows.keys.length; ) {
    const { batch, read } = await encodeSome(layout, sliceRows(rows, start, start + max), new BlobReader(), byteTarget);
    use(batch, start);
    start += read;
    // What is cut off is encoded in vain.
    max = 2 * read;
  }
}

/**
 * The first `read` of some rows, encoded.
 * @typedef {{batch: Batch, message: Uint8Array[], size: number, read: number}} Encoded
 */

/**
 * Encodes as many rows as make about the byte target, at least one.
 * @param {Layout} layout
 * @param {Rows} rows
 * @param {number} byteTarget
 * @returns {Promise<Encoded>}
 */
export async function encodeWithin(layout, rows, byteTarget) {
  const blobs = new BlobReader();
  const max = byteTarget * TOLERANCE;
  let count = countWithin(
    rows.values,
    max,
    Math.max(MIN_SAMPLE_STEP, Math.floor(rows.values.length / RECORDS_SAMPLED)),
  );
  for (;;) {
    const { batch, read } = await encodeSome(layout, sliceRows(rows, 0, count), blobs, max);
    const message = messageOf(layout, batch);
    const size = message.reduce((sum, part) => sum + part.length, 0);
    if (size <= max || read === 1) return requireReadable({ batch, message, size, read }, rows);
    count = Math.max(1, Math.floor((read * byteTarget) / size));
  }
}

/**
 * Encodes all rows or, if the bytes of Blobs have to be read for it, the first that make about so many bytes.
 * @param {Layout} layout
 * @param {Rows} rows
 * @param {BlobReader} blobs
 * @param {number} bytes
 * @returns {Promise<{batch: Batch, read: number}>}
 */
async function encodeSome(layout, rows, blobs, bytes) {
  const batch = encodeBatch(layout, rows, blobs);
  if (!blobs.lacks) return { batch, read: rows.keys.length };
  const some = sliceRows(rows, 0, countWithin(rows.values, bytes, 1));
  blobs.forget();
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    // Bytes that are here may tell that a record is malformed, and its text needs those of its other Blobs.
    await blobs.fetch();
    const batch = encodeBatch(layout, some, blobs);
    if (!blobs.lacks) return { batch, read: some.keys.length };
  }
  throw new TypeError('can no longer be read');
}

/**
 * @param {Encoded} encoded
 * @param {Rows} rows
 */
function requireReadable(encoded, rows) {
  if (encoded.read === 1 && encoded.size > MAX_RECORD_BYTES) {
    const key = keyToJson(rows.keys[0]);
    const args = [JSON.stringify(key), encoded.size, MAX_RECORD_BYTES];
    throw new WorkerError(ErrorCode.RECORD_TOO_LARGE, args, { key, bytes: encoded.size });
  }
  return encoded;
}
