// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { layoutOf } from '../columns/batch.js';
/** @import { StoreAccess } from '../store/allowed-stores.js' */
/** @import { Rows } from '../values/rows.js' */
/** @import { Vector } from '../columns/vector.js' */
/** @import { AggregationJson, Identity, Malformed, ReadRequest, WorkerResult } from '../protocol/protocol.js' */
/** @import { Progress } from './row-buffer.js' */
import { batchMessage, joined } from '../columns/frame.js';
import { Groups } from '../evaluation/groups.js';
import { thresholds } from '../protocol/thresholds.js';
import { rowsAt } from '../values/rows.js';
import { encodeEach } from './batches.js';
import { filterOf, wantedIndices } from './filter.js';
import { identityOf, requireSame } from './identity.js';
import { isKeyOnly, keyOnlyTotals } from './key-only-totals.js';
import { RecordCursor } from './record-cursor.js';
import { resumeKeyOf } from './row-buffer.js';

/**
 * @typedef {ReadRequest & {aggregation: AggregationJson}} Request
 *
 * Aggregates the records of one request, as many as its time allows. Keeps nothing.
 * @param {Request} request
 * @param {StoreAccess} access
 * @returns {Promise<WorkerResult>}
 */
export async function aggregate(request, access) {
  const groups = new Groups(request.aggregation, request.columns);
  const progress = (await fillByKeys(groups, request, access)) ?? (await groupRecords(groups, request, access));
  const { vectors, length } = groups.encode();
  return {
    result: { records: length, ...progress },
    buffer: joined(length === 0 ? [] : batchMessage(vectors, length)),
  };
}

/**
 * @typedef {Progress & {done: boolean, count: number, malformed: Malformed, identity?: Identity}} Grouped
 *
 * @param {Groups} groups
 * @param {Request} request
 * @param {StoreAccess} access
 * @returns {Promise<Grouped | null>} null if keys do not tell
 */
function fillByKeys(groups, request, access) {
  return access(async (store) => {
    if (!isKeyOnly(store, request)) return null;
    await requireSame(store, request.identity);
    const totals = await keyOnlyTotals(store, request);
    if (totals === null) return null;
    groups.fill(totals);
    return {
      read: 0,
      done: true,
      count: request.count,
      malformed: { count: 0, first: {} },
      identity: identityOf(store),
    };
  });
}

/**
 * @param {Groups} groups
 * @param {Request} request
 * @param {StoreAccess} access
 * @returns {Promise<Grouped>}
 */
async function groupRecords(groups, request, access) {
  const filter = filterOf(request);
  const cursor = new RecordCursor({ ...request, order: undefined, limit: undefined }, access);
  /** @type {Malformed} */
  const malformed = { count: 0, first: {} };
  const add = encodingInto(groups, request, malformed);
  const end = performance.now() + thresholds.aggregationTime;
  /** @type {Progress} */
  let progress = { read: 0 };
  for (let coming = cursor.next(); ; ) {
    const block = await coming;
    const length = block.keys.length;
    const isEnough = performance.now() > end || groups.bytes > thresholds.maxGroupBytes;
    const isOver = block.rest.length === 0 || (isEnough && progress.read + length > 0);
    if (!isOver) coming = cursor.next();
    const wanted = await wantedIndices(block, filter);
    await add(wanted === null ? block : rowsAt(block, wanted));
    if (length > 0) progress = { read: progress.read + length, ...resumeKeyOf(block, length - 1) };
    if (isOver)
      return {
        ...progress,
        done: block.rest.length === 0,
        count: cursor.count,
        malformed,
        identity: await cursor.identity(),
      };
  }
}

/**
 * @param {Groups} groups
 * @param {Request} request
 * @param {Malformed} malformed takes what does not fit
 * @returns {(rows: Rows) => Promise<void>} encodes the inputs of records, so that groups are of what an engine would
 *   see, and adds them
 */
function encodingInto(groups, request, malformed) {
  const layout = layoutOf({ ...request, format: 'arrow' });
  return (rows) =>
    encodeEach(layout, rows, request.byteTarget, ({ columns, length, malformed: { count, first } }) => {
      groups.add(/** @type {Vector[]} */ (columns), length);
      malformed.count += count;
      malformed.first = { ...first, ...malformed.first };
    });
}
