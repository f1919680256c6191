// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { isPlain } from './kinds.js';

/**
 * How many of some records make about a given number of bytes.
 * @param {unknown[]} values
 * @param {number} bytes
 * @param {number} step weighs one record for every so many
 * @returns {number} at least 1, unless there is none
 */
export function countWithin(values, bytes, step) {
  let sum = 0;
  for (let i = 0; i < values.length; i += step) {
    sum += weightOf(values[i], new Set()) * Math.min(step, values.length - i);
    if (sum > bytes) return Math.max(1, i);
  }
  return values.length;
}

/**
 * About how many bytes a value takes when encoded.
 * @param {unknown} value
 * @param {Set<unknown>} seen
 * @returns {number}
 */
export function weightOf(value, seen) {
  if (typeof value === 'string') return value.length + 4;
  if (typeof value !== 'object' || value === null) return 8;
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength + 4;
  if (value instanceof Blob) return value.size + 64;
  if (seen.has(value)) return 8;
  seen.add(value);
  return partsOf(value).reduce((/** @type {number} */ sum, part) => sum + weightOf(part, seen), 8);
}

/**
 * @param {object} value
 * @returns {unknown[]}
 */
function partsOf(value) {
  if (Array.isArray(value)) return value;
  if (value instanceof Set) return [...value];
  if (value instanceof Map) return [...value.keys(), ...value.values()];
  return isPlain(value) ? Object.values(value) : [];
}
