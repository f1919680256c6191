// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { thresholds } from '../protocol/thresholds.js';

/**
 * How many records to fetch next so that they fill a batch.
 * @param {number} records of the last batch
 * @param {number} bytes that it took
 * @param {number} byteTarget
 */
export function nextCount(records, bytes, byteTarget) {
  // Not too far at once: the next records may be larger.
  const fitting = Math.round((records * byteTarget) / Math.max(bytes, 1));
  return Math.max(1, Math.min(fitting, records * 16, thresholds.maxRecordsAtOnce));
}
