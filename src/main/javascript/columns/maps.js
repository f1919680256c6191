// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { wellFormed } from '../values/text.js';
import { fieldsOf, isNull, kindOf } from '../values/value-kind.js';
/** @import { Encoder } from './vector.js' */
/** @import { Type } from '../protocol/protocol.js' */
import { identityIn } from './identity.js';
import { doesNotFit } from './misfit.js';
import { inside, rowOf } from './nested-misfit.js';
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
    }
    const { missed } = blobs;
    const keyVector = inside(encodeKeys, keys, blobs, (index) => [rowOf(offsets, index), 'key']);
    // Keys that hold Blobs may still become different ones when their bytes are here. Only keys count: whether a record
    // is malformed must not depend on those before it.
    if (blobs.missed === missed) {
      const identityOf = identityIn(keyType(type), keyVector);
      // A string is its own text, unless that is JSON.
      const isOwn = (/** @type {unknown} */ key) => typeof key === 'string' && keyType(type) !== 'json';
      checkDistinct(keys, (i) => (isOwn(keys[i]) ? wellFormed(String(keys[i])) : identityOf(i)), offsets, type);
    }
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
      if (isNull(key)) doesNotFit(index, value, type);
      keys.push(key);
      items.push(item);
    }
  } else if (kindOf(value) === 'object' && (keyType(type) === 'string' || keyType(type) === 'text')) {
    for (const [key, item] of Object.entries(/** @type {object} */ (fieldsOf(value)))) {
      keys.push(key);
      items.push(item);
    }
  } else doesNotFit(index, value, type);
}

/**
 * No two keys may become one on their way: an engine would keep only one of their values.
 * @param {unknown[]} keys
 * @param {(index: number) => unknown} identityOf what they became
 * @param {Int32Array} offsets
 * @param {Type} type
 * @throws {Misfit}
 */
function checkDistinct(keys, identityOf, offsets, type) {
  for (let row = 0; row + 1 < offsets.length; row++) {
    const seen = new Set();
    for (let i = offsets[row]; i < offsets[row + 1]; i++) {
      if (seen.size === seen.add(identityOf(i)).size) doesNotFit(row, keys[i], type, 'twice');
    }
  }
}

/** @param {Type} type of a map */
function keyType(type) {
  return /** @type {{map: Type[]}} */ (type).map[0];
}
