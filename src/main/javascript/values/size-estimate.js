// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { partsOf } from './properties.js';
import { MAX_RECORD_LEVELS } from './record-limits.js';

/** Of how many records the size of one is estimated. */
const SAMPLE_STEP = 8;

/**
 * @param {unknown[]} values
 * @returns {number} about how many bytes they take
 */
export function sampledSize(values) {
  let sum = 0;
  for (let i = 0; i < values.length; i += SAMPLE_STEP)
    sum += estimatedSize(values[i]) * Math.min(SAMPLE_STEP, values.length - i);
  return sum;
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
 * @param {number} [depth]
 * @param {Set<unknown>} [seen] so that shared values count once, and those that contain themselves come to an end
 * @returns {number}
 */
export function estimatedSize(value, depth = 0, seen = new Set()) {
  if (typeof value === 'string') return value.length + 4;
  if (typeof value !== 'object' || value === null) return 8;
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength + 4;
  if (value instanceof Blob) return value.size + 64;
  if (depth > MAX_RECORD_LEVELS || seen.has(value)) return 8;
  seen.add(value);
  let sum = 8;
  for (const part of partsOf(value)) sum += estimatedSize(part, depth + 1, seen);
  return sum;
}
