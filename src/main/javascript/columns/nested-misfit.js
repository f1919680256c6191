// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { BlobReader } from '../values/blobs.js' */
/** @import { Encoder } from './vector.js' */
import { Misfit } from './misfit.js';

/**
 * Encodes what is inside other values, and tells a misfit there from where it is.
 * @param {Encoder} encode
 * @param {ArrayLike<unknown>} values
 * @param {BlobReader} blobs
 * @param {(index: number) => [number, string | number]} placeOf the row that a value is in, and how one gets from there
 *   to it
 */
export function inside(encode, values, blobs, placeOf) {
  try {
    return encode(values, blobs);
  } catch (e) {
    if (e instanceof Misfit) {
      const [row, step] = placeOf(e.index);
      e.index = row;
      e.path.unshift(step);
    }
    throw e;
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
