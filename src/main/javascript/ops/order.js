// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Column, Mode, Reference } from '../protocol.js' */
import { answerOf } from '../connections.js';
import { keysOf } from '../paths/paths.js';

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
 * Whether a field is the primary key, and an engine's order of its values is the order of the keys: all of one kind that fits the field, so that none
 * is null. Strings are not in order, as engines compare them by UTF-8.
 * @param {IDBObjectStore} store in a transaction that can take requests
 * @param {Reference} by
 * @param {{columns?: Column[], mode?: Mode}} request
 * @returns {Promise<boolean>}
 */
export async function isInOrder(store, by, { columns = [], mode }) {
  const type = keysOf(store, columns)(by);
  const kind = COMPLETE.get(type) ?? (mode === 'PERMISSIVE' ? undefined : PARTIAL.get(type));
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
