// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { StoreAccess } from '../exporter.js' */
/** @import { Batch, Layout } from '../columns/batch.js' */
/** @import { KeyJson, ReadRequest } from '../protocol.js' */
/** @import { Rows } from '../columns/malformed.js' */
import { boundsOf, keyToJson } from '../keys.js';
import { encodeBatch, headOf, layoutOf, messageOf } from '../columns/batch.js';
import { ErrorCode, IndexedDbError, MAX_RECORD_BYTES } from '../protocol.js';
import { fetchRows, MOST_RECORDS, nextCount } from './fetch.js';
import { BlobReader } from '../blobs.js';
import { joined } from '../columns/frame.js';
import { countWithin } from '../weight.js';

/** By how much a batch may exceed its byte target before it is cut and encoded again. */
const TOLERANCE = 2;

/** Of how many records one is weighed before they are encoded. */
const SAMPLE = 8;

/**
 * Reads and encodes one batch. Keeps nothing.
 * @param {ReadRequest} request
 * @param {StoreAccess} access
 */
export async function read(request, access) {
  const layout = layoutOf(request);
  const head = request.head ? headOf(layout) : [];
  const bounds = boundsOf(request.range, request.after);
  const asked = Math.max(1, Math.min(request.count, MOST_RECORDS));
  const rows = await access((connection) => fetchRows(connection, request.store, bounds, asked));
  const encoded = await encodeWithin(layout, rows, request.byteTarget);
  return {
    result: resultOf(encoded, rows.keys.length < asked && encoded.read === rows.keys.length, request, rows),
    buffer: joined([...head, ...encoded.message]),
  };
}

/**
 * @param {Encoded} encoded
 * @param {boolean} done
 * @param {ReadRequest} request
 * @param {Rows} rows
 */
function resultOf({ batch, read, size }, done, request, rows) {
  /** @type {{last?: KeyJson}} */
  const last = read > 0 ? { last: keyToJson(rows.keys[read - 1]) } : {};
  const count = nextCount(read, size, request.byteTarget);
  return { records: batch.length, read, ...last, done, count, malformed: batch.malformed };
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
async function encodeWithin(layout, rows, byteTarget) {
  const blobs = new BlobReader();
  const most = byteTarget * TOLERANCE;
  let count = countWithin(rows.values, most, SAMPLE);
  for (;;) {
    let encoded = encodeFirst(layout, rows, count, blobs);
    if (blobs.lacks) {
      blobs.forget();
      count = countWithin(rows.values.slice(0, count), most, 1);
      encodeFirst(layout, rows, count, blobs);
      await blobs.fetch();
      encoded = encodeFirst(layout, rows, count, blobs);
    }
    if (encoded.size <= most || count === 1) return checked(encoded, rows);
    count = Math.max(1, Math.floor((count * byteTarget) / encoded.size));
  }
}

/**
 * @param {Layout} layout
 * @param {Rows} rows
 * @param {number} count
 * @param {BlobReader} blobs
 * @returns {Encoded}
 */
function encodeFirst(layout, rows, count, blobs) {
  const some = count === rows.keys.length ? rows : { keys: rows.keys.slice(0, count), values: rows.values.slice(0, count) };
  const batch = encodeBatch(layout, some, blobs);
  const message = messageOf(layout, batch);
  return { batch, message, size: message.reduce((sum, part) => sum + part.length, 0), read: count };
}

/**
 * @param {Encoded} encoded
 * @param {Rows} rows
 */
function checked(encoded, rows) {
  if (encoded.read === 1 && encoded.size > MAX_RECORD_BYTES) {
    const key = keyToJson(rows.keys[0]);
    throw new IndexedDbError(
      ErrorCode.RECORD_TOO_LARGE,
      `Cannot read the record with key ${JSON.stringify(key)}: it takes ${encoded.size} bytes, and at most ${MAX_RECORD_BYTES} are ` +
        `possible. Leave its largest column out of the schema.`,
      { key, bytes: encoded.size },
    );
  }
  return encoded;
}
