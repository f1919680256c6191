// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { wellFormed } from './text.js';
import { fieldsOf, kindOf } from './value-kind.js';

/**
 * The own property of a plain object that a column is named after. What an object inherits is never data, and
 * `__proto__` may be. UTF-8 has no form for a lone surrogate, so a name with U+FFFD may mean a property whose name has
 * one there.
 * @param {object} object
 * @param {string} name
 * @returns {unknown} undefined if there is none
 */
export function ownProperty(object, name) {
  if (Object.hasOwn(object, name)) return /** @type {Record<string, unknown>} */ (object)[name];
  if (!name.includes('\ufffd')) return undefined;
  const meant = Object.keys(object).find((candidate) => wellFormed(candidate) === name);
  return meant === undefined ? undefined : /** @type {Record<string, unknown>} */ (object)[meant];
}

/**
 * @param {any} value
 * @returns {unknown[]} the values inside an object, a list or a map
 */
export function partsOf(value) {
  switch (kindOf(value)) {
    case 'object':
      return Object.values(/** @type {object} */ (fieldsOf(value)));
    case 'list':
      // Of a list only the places that hold something: an app that writes `list[id] = x` makes billions of others.
      return Array.isArray(value) ? Object.values(value) : Array.from(value);
    case 'map':
      return [...value.keys(), ...value.values()];
    default:
      return [];
  }
}
