// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { wellFormed } from '../values/text.js';
import { isNull, isPlain, kindOf } from '../values/value-kind.js';
/** @import { Encoder } from './vector.js' */
/** @import { BlobReader } from '../values/blobs.js' */
/** @import { Type } from '../protocol/protocol.js' */
import { describe, doesNotFit, Misfit, nameOf } from './misfit.js';
import { inside, rowOf } from './nested-misfit.js';
import { jsonOf, textOf } from './texts.js';
import { Validity } from './vector.js';

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
    const keyVector = inside(encodeKeys, keys, blobs, (index) => [rowOf(offsets, index), 'key']);
    const valueVector = inside(encodeValues, items, blobs, (index) => {
      const key = keys[index];
      return [rowOf(offsets, index), typeof key === 'string' ? key : 'value'];
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
    const form = wellFormed(String(keyType(type) === 'json' ? jsonOf(key, index, blobs) : textOf(key, index, blobs)));
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
