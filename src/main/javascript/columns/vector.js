// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { BlobReader } from '../values/blobs.js' */

/**
 * One encoded column or part of one: Arrow's buffers, in Arrow's order, the validity bitmap first (empty without
 * nulls).
 * @typedef {{length: number, nullCount: number, buffers: Uint8Array[], children: Vector[]}} Vector
 *
 * Encodes values of one type; null and undefined are null. Throws {@link Misfit} for the first value that does not fit.
 * @typedef {(values: ArrayLike<unknown>, blobs: BlobReader) => Vector} Encoder
 */

const NO_BYTES = new Uint8Array(0);

/** Which rows of a vector hold a value. Costs nothing until the first null. Confined to one encoder call. */
export class Validity {
  #length;
  #nulls = 0;
  /** @type {Uint8Array | null} */
  #bits = null;

  /** @param {number} length */
  constructor(length) {
    this.#length = length;
  }

  /** @param {number} index each at most once */
  setNull(index) {
    this.#bits ??= new Uint8Array((this.#length + 7) >> 3).fill(255);
    this.#bits[index >> 3] &= ~(1 << (index & 7));
    this.#nulls++;
  }

  /**
   * @param {ArrayBufferView[]} buffers
   * @param {Vector[]} [children]
   * @returns {Vector}
   */
  vector(buffers, children = []) {
    return {
      length: this.#length,
      nullCount: this.#nulls,
      buffers: [this.#bits ?? NO_BYTES, ...buffers.map(bytes)],
      children,
    };
  }
}

/** @param {ArrayBufferView} view */
function bytes(view) {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
