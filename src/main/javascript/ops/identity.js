// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Identity, Witness } from '../protocol/protocol.js' */
/** @import { StoreView } from '../store/store-view.js' */
import * as ErrorCode from '../protocol/error-codes.js';
import { WorkerError } from '../protocol/protocol.js';
import { keyFromJson, keyToJson } from '../values/keys.js';

/** How many records of a request witness which store it read, and how long their keys may be, in JSON. */
const MAX_WITNESSES = 4;
const MAX_KEY_CHARACTERS = 10_000;

/** One witness in so many, or one if it is not the only one, may be gone or changed: the app may write. */
const WITNESSES_PER_CHANGE = 4;

/**
 * @param {StoreView} store
 * @param {Witness[]} [records]
 * @returns {Identity}
 */
export function identityOf({ opened: { connection, version }, keyPath, autoIncrement }, records = []) {
  return { connection, version, keyPath, autoIncrement, records };
}

/**
 * @param {IDBValidKey[]} keys that were read
 * @param {(i: number) => number | null | Promise<number | null>} digestAt of the record that was read there; null if
 *   it is no longer
 * @returns {Promise<Witness[]>} the last of them and some others
 */
export async function witnessesAmong(keys, digestAt) {
  const witnesses = [];
  const step = Math.ceil(keys.length / MAX_WITNESSES);
  // One at a time: each may be large.
  for (let i = keys.length - 1; i >= 0; i -= step) {
    const key = keyToJson(keys[i]);
    const digest = await digestAt(i);
    if (digest !== null && JSON.stringify(key).length < MAX_KEY_CHARACTERS) witnesses.push({ key, digest });
  }
  return witnesses;
}

/**
 * A connection that has been open since then has seen no other store. After any other, which the browser or an upgrade
 * has ended, the store must be of the same kind and most of the witnesses there unchanged.
 * @param {StoreView} store
 * @param {Identity} [identity] of the store that was read before; absent if none was
 * @throws {IndexedDbError} STORE_REPLACED
 */
export async function requireSame(store, identity) {
  const { opened, keyPath, autoIncrement } = store;
  if (identity === undefined || identity.connection === opened.connection) return;
  const { connection, version, records } = identity;
  const isOther =
    opened.isDeleted(connection) ||
    version > opened.version ||
    JSON.stringify([identity.keyPath, identity.autoIncrement]) !== JSON.stringify([keyPath, autoIncrement]);
  let changed = 0;
  if (!isOther) for (const { key, digest } of records) if ((await store.digest(keyFromJson(key))) !== digest) changed++;
  if (isOther || changed === records.length || changed > Math.max(1, records.length / WITNESSES_PER_CHANGE))
    throw new WorkerError(ErrorCode.STORE_REPLACED, [store.name]);
}
