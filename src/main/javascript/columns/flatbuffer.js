// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A value in a flatbuffer: a number of so many bytes, or what to refer to. An absent one has its default.
 * @typedef {{size: 1 | 2 | 4 | 8, value: number} | {size: 4, refer: Part} | undefined} Field
 *
 * Writes itself, and gives where it lies.
 * @typedef {(to: Flatbuffer) => number} Part
 */

/** @type {(value: number) => Field} */
export const int8 = (value) => ({ size: 1, value });

/** @type {(value: number) => Field} */
export const int16 = (value) => ({ size: 2, value });

/** @type {(value: number) => Field} */
export const int32 = (value) => ({ size: 4, value });

/** @type {(value: number) => Field} */
export const int64 = (value) => ({ size: 8, value });

/** @type {(part: Part) => Field} */
export const reference = (refer) => ({ size: 4, refer });

/**
 * A table: which fields it has and where stands before it, in its vtable.
 * @param {Field[]} fields by their ids
 * @returns {Part}
 */
export function table(...fields) {
  return (to) => {
    const vtable = to.reserve(4 + 2 * fields.length, 2);
    const start = to.reserve(4, 4);
    to.put(4, start, start - vtable);
    const places = fields.map((field) => field && to.reserve(field.size, field.size));
    to.put(2, vtable, 4 + 2 * fields.length);
    to.put(2, vtable + 2, to.length - start);
    places.forEach((place, id) => place && to.put(2, vtable + 4 + 2 * id, place - start));
    fields.forEach((field, id) => field && to.putField(Number(places[id]), field));
    return start;
  };
}

/**
 * A vector of fields of one size, or of structs of several such fields.
 * @param {Field[]} items
 * @param {number} [perStruct]
 * @returns {Part}
 */
export function vector(items, perStruct = 1) {
  return (to) => {
    const size = items[0]?.size ?? 4;
    // The number of items stands right before the first, which is aligned.
    const start = to.reserve(4 + size * items.length, size, 4);
    to.put(4, start, items.length / perStruct);
    items.forEach((item, i) => item && to.putField(start + 4 + size * i, item));
    return start;
  };
}

/**
 * @param {string} text
 * @returns {Part}
 */
export function string(text) {
  const bytes = Array.from(new TextEncoder().encode(text), int8);
  return (to) => {
    const start = vector(bytes)(to);
    // Ends in a zero, which does not count.
    to.reserve(1, 1);
    return start;
  };
}

/**
 * Writes one flatbuffer from front to back, each table before what it refers to: https://flatbuffers.dev/internals. Confined to its caller.
 */
export class Flatbuffer {
  #view = new DataView(new ArrayBuffer(1024));

  /** How much is written, in bytes. */
  length = 0;

  /**
   * @param {number} size of what is to be put, zero until then
   * @param {number} alignment
   * @param {number} [ahead] how many bytes in lies what is to be aligned
   * @returns {number} where
   */
  reserve(size, alignment, ahead = 0) {
    const start = Math.ceil((this.length + ahead) / alignment) * alignment - ahead;
    this.length = start + size;
    if (this.length > this.#view.byteLength) {
      const larger = new Uint8Array(2 * this.length);
      larger.set(new Uint8Array(this.#view.buffer));
      this.#view = new DataView(larger.buffer);
    }
    return start;
  }

  /**
   * @param {1 | 2 | 4 | 8} size
   * @param {number} place
   * @param {number} value
   */
  put(size, place, value) {
    if (size === 1) this.#view.setInt8(place, value);
    else if (size === 2) this.#view.setInt16(place, value, true);
    else if (size === 4) this.#view.setInt32(place, value, true);
    else this.#view.setBigInt64(place, BigInt(value), true);
  }

  /**
   * @param {number} place
   * @param {NonNullable<Field>} field
   */
  putField(place, field) {
    this.put(field.size, place, 'refer' in field ? field.refer(this) - place : field.value);
  }

  /**
   * @param {number} [length]
   * @returns {Uint8Array<ArrayBuffer>} what is written
   */
  bytes(length = this.length) {
    return new Uint8Array(this.#view.buffer, 0, length);
  }
}
