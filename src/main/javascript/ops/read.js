// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { layoutOf } from '../columns/batch.js';
import { joined } from '../columns/frame.js';
import { thresholds } from '../protocol/thresholds.js';
import { sliceRows } from '../values/rows.js';
import { sizeOf } from '../values/size-estimate.js';
/** @import { StoreAccess } from '../store/allowed-stores.js' */
/** @import { Filter } from './filter.js' */
/** @import { ReadRequest, WorkerResult } from '../protocol/protocol.js' */
import { aggregate } from './aggregate.js';
import { encodeWithin } from './batches.js';
import { filterOf, wantedIndices } from './filter.js';
import { RecordCursor } from './record-cursor.js';
import { RowBuffer } from './row-buffer.js';

/**
 * Reads and encodes one batch. Keeps nothing.
 * @param {ReadRequest} request
 * @param {StoreAccess} access
 * @returns {Promise<WorkerResult>}
 */
export async function read(request, access) {
  const { aggregation } = request;
  if (aggregation !== undefined) return aggregate({ ...request, aggregation }, access);
  const layout = layoutOf(request);
  const filter = filterOf(request);
  const cursor = new RecordCursor(request, access);
  const buffered = filter === null ? await fetchRows(cursor, request) : await searchRows(cursor, filter, request);
  const wanted = sliceRows(buffered.rows, 0, cursor.limit);
  const encoded = await encodeWithin(layout, wanted, request.byteTarget);
  const { batch, message } = encoded;
  const isWhole = encoded.read === buffered.rows.keys.length;
  return {
    result: {
      records: batch.length,
      unlimited: request.limit !== undefined && cursor.limit === Infinity,
      ...buffered.progress(encoded.read),
      done: (isWhole && buffered.isLast) || batch.length >= cursor.limit,
      count: cursor.count,
      malformed: batch.malformed,
      identity: await cursor.identity(),
    },
    buffer: joined(message),
  };
}

/**
 * @param {RecordCursor} cursor
 * @param {ReadRequest} request
 * @returns {Promise<RowBuffer>} the next records, as many as are likely to fill a batch
 */
async function fetchRows(cursor, { byteTarget, order, limit = Infinity }) {
  const buffered = new RowBuffer();
  const end = performance.now() + thresholds.searchTime;
  // In an order that the keys do not have, all records are wanted.
  const left = () => Math.min(cursor.limit, order === undefined ? limit : Infinity) - buffered.rows.keys.length;
  for (let free = byteTarget; ; ) {
    const block = await cursor.next(Math.min(cursor.fitting(free), left()));
    buffered.add(block, (await wantedIndices(block, null)) ?? undefined);
    free -= block.size.bytes;
    if (buffered.isLast || block.size.bytes > free || left() <= 0 || performance.now() > end) return buffered;
  }
}

/**
 * Looks for wanted records until they fill a batch or the time is over. While some are being tested, the next are on
 * their way.
 * @param {RecordCursor} cursor
 * @param {Filter} filter
 * @param {ReadRequest} request
 * @returns {Promise<RowBuffer>}
 */
async function searchRows(cursor, filter, { byteTarget }) {
  const buffered = new RowBuffer();
  const end = performance.now() + thresholds.searchTime;
  let bytes = 0;
  let coming = cursor.next();
  for (let blocks = 1; ; blocks++) {
    const block = await coming;
    const isLate = performance.now() > end && buffered.read + block.keys.length > 0;
    const isFull = (/** @type {number} */ more) =>
      bytes + more >= byteTarget || buffered.rows.keys.length >= cursor.limit;
    // Ahead only if it is likely to be wanted: what is not is read in vain.
    const isAhead = block.rest.length > 0 && !isLate && blocks > 1 && !isFull(bytes / (blocks - 1));
    if (isAhead) coming = cursor.next();
    const kept = (await wantedIndices(block, filter)) ?? [];
    buffered.add(block, kept);
    bytes += sizeOf(kept.map((i) => block.values[i])).bytes;
    if (buffered.isLast || isLate || isFull(0)) return buffered;
    if (!isAhead) coming = cursor.next();
  }
}
