// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { AllowList } from '../store/allow.js' */
/** @import { Connection, DatabasePool } from '../store/database-pool.js' */
/** @import { IndexJson } from '../protocol/protocol.js' */
import { promisifyRequest, NO_DATABASE } from '../store/database-pool.js';

/** @returns {Promise<string[]>} the databases of this origin */
export async function databaseNames() {
  const infos = await indexedDB.databases();
  return infos.map(({ name }) => /** @type {string} */ (name));
}

/**
 * What is allowed and exists.
 * @param {AllowList} allowed
 * @param {DatabasePool} connections
 */
export async function catalog(allowed, connections) {
  const databases = [];
  for (const name of (await databaseNames()).filter((each) => allowed.hasDatabase(each))) {
    try {
      databases.push(await connections.use(name, (connection) => describe(name, allowed, connection)));
    } catch (e) {
      // Deleted since it was listed.
      if (e !== NO_DATABASE) throw e;
    }
  }
  return { databases };
}

/**
 * @param {string} name
 * @param {AllowList} allowed
 * @param {Connection} connection
 */
async function describe(name, allowed, connection) {
  const names = connection.storeNames.filter((store) => allowed.storesOf(name).has(store));
  const stores = await Promise.all(names.map((store) => describeStore(connection.store(store))));
  return { name, version: connection.version, stores };
}

/** @param {IDBObjectStore} store */
async function describeStore(store) {
  const indexes = Array.from(store.indexNames, (name) => describeIndex(store.index(name)));
  const { name, keyPath, autoIncrement } = store;
  return { name, keyPath, autoIncrement, records: await promisifyRequest(store.count()), indexes };
}

/**
 * @param {IDBIndex} index
 * @returns {IndexJson}
 */
export function describeIndex({ name, keyPath, unique, multiEntry }) {
  return { name, keyPath, unique, multiEntry };
}
