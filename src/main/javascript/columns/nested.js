// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { ownProperty } from '../values/properties.js';
import { isEndless } from '../values/record-limits.js';
/** @import { Encoder } from './vector.js' */
/** @import { Type } from '../protocol/protocol.js' */
import { fieldsOf, isNull, kindOf } from '../values/value-kind.js';
import { doesNotFit } from './misfit.js';
import { inside, rowOf } from './nested-misfit.js';
import { Validity } from './vector.js';

/**
 * Arrays, Sets and typed arrays.
 * @param {Type} element
 * @param {Encoder} encodeElements
 * @returns {Encoder}
 */
export function lists(element, encodeElements) {
  return (values, blobs) => {
    const validity = new Validity(values.length);
    const offsets = new Int32Array(values.length + 1);
    /** @type {unknown[]} */
    const elements = [];
    for (let i = 0; i < values.length; i++) {
      const value = /** @type {any} */ (values[i]);
      if (isNull(value)) validity.setNull(i);
      else if (!isList(value)) doesNotFit(i, value, { array: element });
      // What another object calls its length is data.
      else if (Array.isArray(value) && isEndless(value)) doesNotFit(i, value, { array: element }, value.length);
      else for (const each of value) elements.push(each);
      offsets[i + 1] = elements.length;
    }
    const child = inside(encodeElements, elements, blobs, (index) => {
      const row = rowOf(offsets, index);
      return [row, index - offsets[row]];
    });
    return validity.vector([offsets], [child]);
  };
}

/**
 * @param {unknown} value
 * @returns {value is Iterable<unknown>}
 */
function isList(value) {
  return kindOf(value) === 'list' || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/**
 * Plain objects, and all else that has fields.
 * @param {{name: string, encode: Encoder}[]} fields
 * @param {Type} type
 * @returns {Encoder}
 */
export function structs(fields, type) {
  return (values, blobs) => {
    const validity = new Validity(values.length);
    /** @type {(Record<string, unknown> | null)[]} */
    const objects = new Array(values.length);
    for (let i = 0; i < values.length; i++) {
      objects[i] = isNull(values[i]) ? null : (fieldsOf(values[i]) ?? doesNotFit(i, values[i], type));
      if (objects[i] === null) validity.setNull(i);
    }
    const children = fields.map(({ name, encode }) => {
      const column = objects.map((object) => (object === null ? null : ownProperty(object, name)));
      return inside(encode, column, blobs, (index) => [index, name]);
    });
    return validity.vector([], children);
  };
}
