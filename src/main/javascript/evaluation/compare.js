// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * @typedef {(a: any, b: any) => number} Comparator
 */

/** Above all that is not itself a surrogate, a unit's place in UTF-16 is not its place in Unicode. */
const FIRST_SURROGATE = 0xd800;
const FIRST_BEYOND = 0xe000;

/**
 * Numbers, bigints and booleans. NaN is the largest number and equal to itself, -0 is 0.
 * @param {any} a
 * @param {any} b
 */
export function compareSimple(a, b) {
  if (a < b) return -1;
  return a > b ? 1 : Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

/** By code point, as UTF-8 orders them: texts without lone surrogates. */
export const compareTexts = compareElements((/** @type {string} */ text, i) => codePointOrder(text.charCodeAt(i)));

/** Byte by byte, the shorter first. */
export const compareBytes = compareElements((/** @type {Uint8Array} */ bytes, i) => bytes[i]);

/**
 * @template {string | Uint8Array} T
 * @param {(value: T, i: number) => number} at
 * @returns {(a: T, b: T) => number} which compares what is at each place
 */
function compareElements(at) {
  return (a, b) => {
    if (a === b) return 0;
    const end = Math.min(a.length, b.length);
    for (let i = 0; i < end; i++) {
      const difference = at(a, i) - at(b, i);
      if (difference !== 0) return difference;
    }
    return a.length - b.length;
  };
}

/**
 * @param {number} unit
 * @returns {number} surrogates, which spell what is beyond U+FFFF, above all others
 */
function codePointOrder(unit) {
  return unit >= FIRST_SURROGATE && unit < FIRST_BEYOND ? unit + 0x10000 : unit;
}
