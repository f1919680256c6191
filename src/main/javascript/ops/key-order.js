// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { isKey, keyTypesOf } from '../paths/access-path.js';
/** @import { Column, Mode, Reference } from '../protocol/protocol.js' */
/** @import { Interval } from '../paths/intervals.js' */
/** @import { StoreView } from '../store/store-view.js' */
import { keyRangeOf } from '../paths/intervals.js';
import { domainOf } from '../paths/key-domains.js';

/**
 * Where all keys have to be so that an engine's order of a field's values is the order of the keys: all of one kind
 * that fits the field, so that none is null. Strings are not in order, as engines compare them by UTF-8. What the store
 * holds plays no part.
 * @param {StoreView} store
 * @param {Reference} by
 * @param {{columns?: Column[], mode?: Mode}} request
 * @returns {Interval | undefined} undefined if the field is not the primary key, or in another order whatever the keys
 */
export function orderedKeys(store, by, { columns = [], mode }) {
  const type = keyTypesOf(store, columns)(by);
  // What fits a float is in order, too, though literals of that type are no keys.
  const domain = domainOf(type === 'float' ? 'int' : type);
  if (domain === null || type === 'string') return undefined;
  // A field is null beside one of the same column that does not fit, and in a record that is no plain object.
  return mode !== 'PERMISSIVE' || (domain.fits && isKey(by, columns)) ? domain.all : undefined;
}

/**
 * @param {StoreView} store in a transaction that can take requests
 * @param {Interval | undefined} interval
 * @returns {Promise<boolean>} whether all keys are in it
 */
export async function areAllKeysIn(store, interval) {
  const range = interval && keyRangeOf(interval);
  return range !== undefined && (await store.ends()).every((key) => range.includes(key));
}
