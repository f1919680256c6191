// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { bytesOf } from './keys.js';
import { partsOf } from './properties.js';
import { MAX_RECORD_LEVELS } from './record-limits.js';

/** How many characters, bytes and parts of a value a digest is of. */
const MAX_UNITS = 1 << 16;

/** FNV-1a's. */
const BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/**
 * A number that tells values apart as far as chance goes. It takes the beginning of a long one, of an object what its
 * properties hold, and of a Blob its size.
 * @param {unknown} value
 * @returns {number} 32 bits
 */
export function digestOf(value) {
  let hash = BASIS;
  let left = MAX_UNITS;
  /** @param {number} unit */
  const add = (unit) => {
    hash = Math.imul(hash ^ unit, PRIME);
    left--;
  };
  /**
   * @param {any} part
   * @param {number} level
   */
  const visit = (part, level) => {
    if (left <= 0 || level > MAX_RECORD_LEVELS) return;
    if (part instanceof ArrayBuffer || ArrayBuffer.isView(part)) {
      add(part.byteLength);
      bytesOf(/** @type {BufferSource} */ (part))
        .subarray(0, left)
        .forEach(add);
    } else if (typeof part === 'object' && part !== null && !(part instanceof Date)) {
      // Of a plain object it may be anything.
      if (Number.isInteger(part.size)) add(part.size);
      for (const each of partsOf(part)) visit(each, level + 1);
    } else {
      const text = String(part instanceof Date ? part.getTime() : part);
      add(text.length);
      for (let i = 0; i < text.length && left > 0; i++) add(text.charCodeAt(i));
    }
  };
  visit(value, 0);
  return hash >>> 0;
}
