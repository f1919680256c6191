// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Encoder, Vector } from './vector.js' */
/** @import { BlobReader } from '../blobs.js' */
/** @import { Type } from '../protocol.js' */
import { describe, doesNotFit, Misfit, nameOf } from './misfit.js';
import { blobFields, errorFields, isNull, isPlain, kindOf } from '../kinds.js';
import { own } from '../properties.js';
import { textOf } from './texts.js';
import { toTaggedJson } from '../tagged-json.js';
import { Validity } from './vector.js';
import { wellFormed } from '../text.js';

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
      const value = values[i];
      if (isNull(value)) validity.setNull(i);
      else if (!isList(value)) doesNotFit(i, value, { array: element });
      else for (const each of value) elements.push(each);
      offsets[i + 1] = elements.length;
    }
    const child = inside(() => encodeElements(elements, blobs), (misfit) => {
      const row = rowOf(offsets, misfit.index);
      return misfit.within(row, misfit.index - offsets[row]);
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
 * Plain objects, Errors, Blobs and Files.
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
      objects[i] = isNull(values[i]) ? null : fieldsOf(values[i], i, type);
      if (objects[i] === null) validity.setNull(i);
    }
    const children = fields.map(({ name, encode }) => {
      const column = objects.map((object) => (object === null ? null : own(object, name)));
      return inside(() => encode(column, blobs), (misfit) => misfit.within(misfit.index, name));
    });
    return validity.vector([], children);
  };
}

/**
 * @param {any} value
 * @param {number} index
 * @param {Type} type
 */
function fieldsOf(value, index, type) {
  switch (kindOf(value)) {
    case 'object':
      return value;
    case 'error':
      return errorFields(value);
    case 'blob':
      return blobFields(value);
    default:
      return doesNotFit(index, value, type);
  }
}

/**
 * Maps and, with keys that are strings, plain objects.
 * @param {Type} type
 * @param {Encoder} encodeKeys
 * @param {Encoder} encodeValues
 * @returns {Encoder}
 */
export function maps(type, encodeKeys, encodeValues) {
  return (values, blobs) => {
    const validity = new Validity(values.length);
    const offsets = new Int32Array(values.length + 1);
    /** @type {unknown[]} */
    const keys = [];
    /** @type {unknown[]} */
    const items = [];
    for (let i = 0; i < values.length; i++) {
      if (isNull(values[i])) validity.setNull(i);
      else appendEntries(values[i], i, type, keys, items);
      offsets[i + 1] = keys.length;
      checkKeys(keys, offsets[i], i, type, blobs);
    }
    const row = (/** @type {Misfit} */ misfit) => rowOf(offsets, misfit.index);
    const keyVector = inside(() => encodeKeys(keys, blobs), (misfit) => misfit.within(row(misfit), 'key'));
    const valueVector = inside(() => encodeValues(items, blobs), (misfit) => {
      const key = keys[misfit.index];
      return misfit.within(row(misfit), typeof key === 'string' ? key : 'value');
    });
    return validity.vector([offsets], [new Validity(keys.length).vector([], [keyVector, valueVector])]);
  };
}

/**
 * @param {any} value
 * @param {number} index
 * @param {Type} type
 * @param {unknown[]} keys
 * @param {unknown[]} items
 */
function appendEntries(value, index, type, keys, items) {
  if (kindOf(value) === 'map') {
    for (const [key, item] of value) {
      keys.push(key);
      items.push(item);
    }
  } else if (isPlain(value) && (keyType(type) === 'string' || keyType(type) === 'text')) {
    for (const key of Object.keys(value)) {
      keys.push(key);
      items.push(value[key]);
    }
  } else doesNotFit(index, value, type);
}

/**
 * No key may be null, and no two may become one on their way: an engine would keep only one of their values.
 * @param {unknown[]} keys
 * @param {number} start
 * @param {number} index
 * @param {Type} type
 * @param {BlobReader} blobs
 */
function checkKeys(keys, start, index, type, blobs) {
  const seen = new Set();
  for (let i = start; i < keys.length; i++) {
    const key = keys[i];
    if (isNull(key)) throw new Misfit(index, `a Map with a null key does not fit ${nameOf(type)}`);
    const form = keyType(type) === 'text' ? wellFormed(/** @type {string} */ (textOf(key, index, blobs))) : formOf(key, blobs);
    if (seen.has(form)) {
      throw new Misfit(index, `${describe(key)} as a second key of the same form does not fit ${nameOf(type)}`);
    }
    seen.add(form);
  }
}

/** @param {Type} type of a map */
function keyType(type) {
  return /** @type {{map: Type[]}} */ (type).map[0];
}

/**
 * @param {unknown} key
 * @param {BlobReader} blobs
 */
function formOf(key, blobs) {
  if (typeof key === 'string') return wellFormed(key);
  const kind = kindOf(key);
  return `${kind} ${kind === 'integer' || kind === 'bigint64' ? Number(key) : toTaggedJson(key, blobs)}`.replace(/^(integer|bigint64) /, 'long ');
}

/**
 * @param {() => Vector} encode
 * @param {(misfit: Misfit) => Misfit} locate
 */
function inside(encode, locate) {
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
function rowOf(offsets, child) {
  let low = 0;
  let high = offsets.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (offsets[middle] <= child) low = middle;
    else high = middle;
  }
  return low;
}
