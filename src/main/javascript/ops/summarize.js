// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { StoreAccess } from '../exporter.js' */
/** @import { KeyJson, SummarizeRequest } from '../protocol.js' */
import { keyToJson } from '../keys.js';
import { leftOf } from '../paths/stretches.js';
import { MOST_RECORDS, nextCount, recordsIn } from './fetch.js';
import { letOut } from '../redaction.js';
import { Summary } from '../summary.js';
import { weightOf } from '../weight.js';

/** How many bytes of records one fetch is meant to bring. */
const FETCH_BYTES = 1 << 20;

/** How long one request may take, in milliseconds, so that the browser lets the worker live. */
const MOST_TIME = 3000;

/** How many bytes of records one request may see. */
const MOST_BYTES = 8 << 20;

/**
 * Describes the types of some records. Keeps nothing.
 * @param {SummarizeRequest} request
 * @param {StoreAccess} access
 */
export async function summarize(request, access) {
  const summary = new Summary(request.ordinal);
  const end = performance.now() + MOST_TIME;
  let { count, after } = request;
  let read = 0;
  let bytes = 0;
  for (;;) {
    const [stretch] = leftOf(request.range, after);
    const asked = Math.min(count, MOST_RECORDS, request.limit - read);
    if (stretch === undefined || asked <= 0) return reply(summary, read, after, true, count);
    const { keys, values } = await access((store) => recordsIn(store, stretch, { count: asked }));
    for (const i of letOut(values) ?? values.keys()) summary.add(values[i], keyToJson(keys[i]));
    read += keys.length;
    if (keys.length > 0) after = keyToJson(keys[keys.length - 1]);
    if (keys.length < asked || read >= request.limit) return reply(summary, read, after, true, count);
    const weight = values.reduce((/** @type {number} */ sum, value) => sum + weightOf(value), 0);
    count = nextCount(keys.length, weight, FETCH_BYTES);
    bytes += weight;
    if (bytes > MOST_BYTES || performance.now() > end) return reply(summary, read, after, false, count);
  }
}

/**
 * @param {Summary} summary
 * @param {number} read
 * @param {KeyJson | undefined} last
 * @param {boolean} done
 * @param {number} count
 */
function reply(summary, read, last, done, count) {
  return { summary: summary.toJson(), read, ...(read > 0 && { last }), done, count };
}
