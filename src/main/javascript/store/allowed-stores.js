// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { AllowList } from './allow.js' */
/** @import { DatabasePool } from './database-pool.js' */
/** @import { StoreView } from './store-view.js' */
import { NoDatabase } from './database-pool.js';

/**
 * Runs something that reads the store of a request, in a transaction of its own, once that store is known to exist and
 * to be allowed.
 * @typedef {<T>(operation: (store: StoreView) => Promise<T>) => Promise<T>} StoreAccess
 */

/**
 * The stores of this origin that the app allows: the only way of an operation to a database. Confined to the worker's
 * thread.
 */
export class AllowedStores {
  #allowed;
  #pool;

  /**
   * @param {AllowList} allowed
   * @param {DatabasePool} pool
   */
  constructor(allowed, pool) {
    this.#allowed = allowed;
    this.#pool = pool;
  }

  /** Another one each time that the rules are set. */
  get version() {
    return this.#allowed.version;
  }

  /**
   * Runs an operation for each database that is allowed and exists, with its allowed stores, each in a transaction of
   * its own.
   * @template T
   * @param {(name: string, version: number, stores: StoreView[]) => Promise<T>} operation reads only, so that it may
   *   run twice
   * @returns {Promise<T[]>}
   * @throws {IndexedDbError} DATABASE_BUSY
   */
  async eachDatabase(operation) {
    const results = [];
    for (const database of await databaseNames()) {
      if (!this.#allowed.hasDatabase(database)) continue;
      try {
        results.push(
          await this.#pool.use(database, (connection) => {
            const allowed = this.#allowed.storesOf(database);
            const names = connection.storeNames.filter((name) => allowed.has(name));
            return operation(
              database,
              connection.version,
              names.map((name) => connection.store(name, allowed.get(name) ?? null)),
            );
          }),
        );
      } catch (e) {
        // Deleted since it was listed.
        if (!(e instanceof NoDatabase)) throw e;
      }
    }
    return results;
  }

  /**
   * @param {{database: string, store: string}} request
   * @returns {StoreAccess} it fails with DATABASE_NOT_FOUND, STORE_NOT_FOUND, STORE_NOT_ALLOWED, DATABASE_BUSY
   */
  access({ database, store }) {
    return async (operation) => {
      try {
        if (!this.#allowed.hasDatabase(database)) throw new NoDatabase();
        return await this.#pool.use(database, (connection) =>
          operation(connection.store(store, this.#allowed.checkStore(database, store, connection.storeNames))),
        );
      } catch (e) {
        throw e instanceof NoDatabase ? this.#allowed.databaseError(database, await databaseNames()) : e;
      }
    };
  }
}

/** @returns {Promise<string[]>} the databases of this origin */
async function databaseNames() {
  const infos = await indexedDB.databases();
  return infos.map(({ name }) => /** @type {string} */ (name));
}
