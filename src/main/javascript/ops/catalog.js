// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { AllowList } from '../allow.js' */
/** @import { Connection, Connections } from '../connections.js' */
/** @import { IndexJson } from '../protocol.js' */
import { answerOf } from '../connections.js';
import * as ErrorCode from '../error-codes.js';
import { IndexedDbError } from '../protocol.js';

/** @returns {Promise<string[]>} the databases of this origin; one that is only being created is none yet */
export async function databaseNames() {
  const infos = await indexedDB.databases();
  return infos.flatMap(({ name }) => (name === undefined ? [] : [name]));
}

/**
 * What is allowed and exists.
 * @param {AllowList} allowed
 * @param {Connections} connections
 */
export async function catalog(allowed, connections) {
  const databases = [];
  for (const name of await databaseNames()) {
    if (!allowed.hasDatabase(name)) continue;
    try {
      databases.push(await connections.use(name, (connection) => describe(name, allowed.storesOf(name), connection)));
    } catch (e) {
      // Deleted since it was listed.
      if (!(e instanceof IndexedDbError && e.code === ErrorCode.DATABASE_NOT_FOUND)) throw e;
    }
  }
  return { databases };
}

/**
 * @param {string} name
 * @param {Set<string>} allowed
 * @param {Connection} connection
 */
async function describe(name, allowed, connection) {
  const names = connection.storeNames.filter((store) => allowed.has(store));
  // A transaction over no store is an error.
  if (names.length === 0) return { name, version: connection.version, stores: [] };
  const transaction = connection.transaction(names);
  const stores = await Promise.all(names.map((store) => describeStore(transaction.objectStore(store))));
  return { name, version: connection.version, stores };
}

/** @param {IDBObjectStore} store */
async function describeStore(store) {
  const indexes = Array.from(store.indexNames, (name) => describeIndex(store.index(name)));
  const { name, keyPath, autoIncrement } = store;
  return { name, keyPath, autoIncrement, records: await answerOf(store.count()), indexes };
}

/**
 * @param {IDBIndex} index
 * @returns {IndexJson}
 */
export function describeIndex({ name, keyPath, unique, multiEntry }) {
  return { name, keyPath, unique, multiEntry };
}
