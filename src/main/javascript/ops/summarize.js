// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { thresholds } from '../protocol/thresholds.js';
import { visibleIndices } from '../store/redaction.js';
import { Summary } from '../summary/summary.js';
/** @import { StoreAccess } from '../store/allowed-stores.js' */
/** @import { KeyJson, SummarizeRequest } from '../protocol/protocol.js' */
import { keyToJson } from '../values/keys.js';
import { estimatedSize } from '../values/size-estimate.js';
import { nextCount } from './fetch.js';
import { RecordCursor } from './record-cursor.js';

/**
 * Describes the types of some records. Keeps nothing.
 * @param {SummarizeRequest} request
 * @param {StoreAccess} access
 */
export async function summarize(request, access) {
  const summary = new Summary(request.ordinal);
  const { range, after } = request;
  // Lines of JSON without columns are whole records.
  const cursor = new RecordCursor({ range, after, columns: [], format: 'ndjson' }, access);
  const end = performance.now() + thresholds.summaryTime;
  let { count } = request;
  let read = 0;
  let bytes = 0;
  /** @type {KeyJson | undefined} */
  let last;
  for (;;) {
    const { keys, values, rest } = await cursor.next(Math.min(count, request.limit - read));
    for (const i of visibleIndices(values) ?? values.keys()) summary.add(values[i], keyToJson(keys[i]));
    read += keys.length;
    if (keys.length > 0) last = keyToJson(keys[keys.length - 1]);
    const blockBytes = values.reduce((/** @type {number} */ sum, value) => sum + estimatedSize(value), 0);
    count = nextCount(keys.length, blockBytes, thresholds.summaryFetchBytes);
    bytes += blockBytes;
    const done = rest.length === 0 || read >= request.limit;
    if (done || bytes > thresholds.maxSummaryBytes || performance.now() > end)
      return { summary: summary.toJson(), read, ...(last && { last }), done, count };
  }
}
