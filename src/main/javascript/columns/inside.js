// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Vector } from './vector.js' */
import { Misfit } from './misfit.js';

/**
 * Encodes what is inside other values, and tells a misfit there from where it is.
 * @param {() => Vector} encode
 * @param {(misfit: Misfit) => Misfit} locate
 */
export function inside(encode, locate) {
  try {
    return encode();
  } catch (e) {
    throw e instanceof Misfit ? locate(e) : e;
  }
}

/**
 * @param {Int32Array} offsets
 * @param {number} child
 * @returns {number} the row whose children `child` is one of
 */
export function rowOf(offsets, child) {
  return offsets.findLastIndex((offset) => offset <= child);
}
