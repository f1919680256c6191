// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { thresholds } from '../protocol/thresholds.js';
import { visibleIndices } from '../store/redaction.js';
import { Summary } from '../summary/summary.js';
/** @import { StoreAccess } from '../store/allowed-stores.js' */
/** @import { KeyJson, SummarizeRequest } from '../protocol/protocol.js' */
import { keyToJson } from '../values/keys.js';
import { RecordCursor } from './record-cursor.js';

/**
 * Describes the types of some records. Keeps nothing.
 * @param {SummarizeRequest} request
 * @param {StoreAccess} access
 */
export async function summarize(request, access) {
  const summary = new Summary(request.ordinal);
  const { range, after, count } = request;
  // Lines of JSON without columns are whole records.
  const fetch = { count, byteTarget: thresholds.summaryFetchBytes };
  const cursor = new RecordCursor({ range, after, ...fetch, columns: [], format: 'ndjson' }, access);
  const end = performance.now() + thresholds.summaryTime;
  let read = 0;
  let bytes = 0;
  /** @type {KeyJson | undefined} */
  let last;
  for (;;) {
    const { keys, values, size, rest } = await cursor.next(Math.min(cursor.count, request.limit - read));
    for (const i of visibleIndices(values) ?? values.keys()) summary.add(values[i], keyToJson(keys[i]));
    read += keys.length;
    if (keys.length > 0) last = keyToJson(keys[keys.length - 1]);
    bytes += size.bytes;
    const done = rest.length === 0 || read >= request.limit;
    if (done || bytes > thresholds.maxSummaryBytes || performance.now() > end)
      return { summary: summary.toJson(), read, ...(last && { last }), done, count: cursor.count };
  }
}
