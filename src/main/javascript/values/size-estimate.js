// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { partsOf } from './properties.js';
import { MAX_RECORD_LEVELS } from './record-limits.js';

/** Of how many records the size of one is estimated, if they are more than so many. */
const SAMPLE_STEP = 8;
const MAX_RECORDS_SEEN = 64;

/**
 * How many records there are, about how many bytes they take in memory, and how many the largest that was looked at.
 * @typedef {{records: number, bytes: number, max: number}} Size
 *
 * @param {unknown[]} values
 * @param {unknown[]} [keys] of the records
 * @returns {Size}
 */
export function sizeOf(values, keys = []) {
  const { length } = values;
  const step = length > MAX_RECORDS_SEEN ? SAMPLE_STEP : 1;
  let [bytes, max] = [0, 0];
  // Anywhere within each step: sizes may repeat as steps do.
  for (let i = 0; i < length; i += step) {
    const at = Math.min(length - 1, i + Math.floor(Math.random() * step));
    const size = estimatedSize(values[at], true) + estimatedSize(keys[at]);
    bytes += size * Math.min(step, length - i);
    max = Math.max(max, size);
  }
  return { records: length, bytes, max };
}

/**
 * How many of some records make about a given number of bytes.
 * @param {unknown[]} values
 * @param {number} bytes
 * @param {number} step estimates one record for every so many
 * @returns {number} at least 1, unless there is none
 */
export function countWithin(values, bytes, step) {
  let sum = 0;
  for (let i = 0; i < values.length; i += step) {
    sum += estimatedSize(values[i]) * Math.min(step, values.length - i);
    if (sum > bytes) return Math.max(1, i);
  }
  return values.length;
}

/**
 * About how many bytes a value takes when encoded.
 * @param {unknown} value
 * @param {boolean} [inMemory] where a view of bytes holds all of its buffer, as it does in the store
 * @param {number} [depth]
 * @param {Set<unknown>} [seen] so that shared values count once, and those that contain themselves come to an end
 * @returns {number}
 */
export function estimatedSize(value, inMemory = false, depth = 0, seen = new Set()) {
  if (typeof value === 'string') return value.length + 4;
  if (typeof value !== 'object' || value === null) return 8;
  if (depth > MAX_RECORD_LEVELS || seen.has(value)) return 8;
  seen.add(value);
  if (inMemory && ArrayBuffer.isView(value)) return 8 + estimatedSize(value.buffer, true, depth, seen);
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength + 4;
  if (value instanceof Blob) return value.size + 64;
  let sum = 8;
  for (const part of partsOf(value)) sum += estimatedSize(part, inMemory, depth + 1, seen);
  return sum;
}
