// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Column, Mode, Reference } from '../protocol.js' */
import { answerOf } from '../connections.js';
import { isKey, keysOf } from '../paths/paths.js';

/** Types of keys that every key of their kind fits. */
const COMPLETE = /** @type {Map<unknown, string>} */ (new Map([
  ['double', 'number'],
  ['timestamp', 'date'],
  ['timestamp_ntz', 'date'],
  ['binary', 'binary'],
]));

/** Types that some keys of a kind do not fit. */
const PARTIAL = /** @type {Map<unknown, string>} */ (new Map([
  ['tinyint', 'number'],
  ['smallint', 'number'],
  ['int', 'number'],
  ['bigint', 'number'],
  ['float', 'number'],
  ['date', 'date'],
]));

/**
 * Of what kind all keys have to be so that an engine's order of a field's values is the order of the keys: all of one kind that fits the field,
 * so that none is null. Strings are not in order, as engines compare them by UTF-8. What the store holds plays no part.
 * @param {IDBObjectStore} store
 * @param {Reference} by
 * @param {{columns?: Column[], mode?: Mode}} request
 * @returns {string | undefined} undefined if the field is not the primary key, or in another order whatever the keys
 */
export function orderedKind(store, by, { columns = [], mode }) {
  const type = keysOf(store, columns)(by);
  if (mode !== 'PERMISSIVE') return COMPLETE.get(type) ?? PARTIAL.get(type);
  // A field is null beside one of the same column that does not fit, and in a record that is no plain object.
  return isKey(by, columns) ? COMPLETE.get(type) : undefined;
}

/**
 * @param {IDBObjectStore} store in a transaction that can take requests
 * @param {string | undefined} kind
 * @returns {Promise<boolean>} whether all keys are of that kind
 */
export async function isOfKind(store, kind) {
  if (kind === undefined) return false;
  const [first, last] = await Promise.all([answerOf(store.openKeyCursor()), answerOf(store.openKeyCursor(null, 'prev'))]);
  // Keys of one kind lie together.
  return first === null || last === null || (kindOf(first.key) === kind && kindOf(last.key) === kind);
}

/** @param {IDBValidKey} key */
function kindOf(key) {
  if (key instanceof Date) return 'date';
  if (Array.isArray(key)) return 'list';
  return typeof key === 'object' ? 'binary' : typeof key;
}
