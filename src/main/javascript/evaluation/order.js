// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What the leaf of a column is compared and grouped as: a date as its days, a timestamp as its microseconds, a decimal as its digits
 * without the point.
 * @typedef {boolean | number | bigint | string | Uint8Array} Value
 *
 * @typedef {(a: any, b: any) => number} Order
 */

/** Above all that is not itself a surrogate, a unit's place in UTF-16 is not its place in Unicode. */
const FIRST_SURROGATE = 0xd800;
const FIRST_BEYOND = 0xe000;

/**
 * Numbers, bigints and booleans. NaN is the largest number and equal to itself, -0 is 0.
 * @param {any} a
 * @param {any} b
 */
export function compareSimply(a, b) {
  if (a < b) return -1;
  return a > b ? 1 : Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

/**
 * By code point, as UTF-8 orders them.
 * @param {string} a without lone surrogates
 * @param {string} b likewise
 */
export function compareTexts(a, b) {
  if (a === b) return 0;
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return placeOf(x) - placeOf(y);
  }
  return a.length - b.length;
}

/**
 * @param {number} unit
 * @returns {number} surrogates, which spell what is beyond U+FFFF, above all others
 */
function placeOf(unit) {
  return unit >= FIRST_SURROGATE && unit < FIRST_BEYOND ? unit + 0x10000 : unit;
}

/**
 * Byte by byte, the shorter first.
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
export function compareBytes(a, b) {
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}
