// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { AllowList } from './allow.js' */
/** @import { DatabasePool } from './database-pool.js' */
/** @import { StoreView } from './store-view.js' */
import * as ErrorCode from '../protocol/error-codes.js';
import { failureOf } from '../protocol/protocol.js';
import { inTime } from './busy.js';
import { NoDatabase } from './database-pool.js';

/** How long to wait for what a database holds, in milliseconds: the app may write into it. The agent waits for 10 s. */
const CATALOG_TIMEOUT = 8_000;

/**
 * A database that cannot be read now, and why.
 * @typedef {{name: string} & ReturnType<typeof failureOf>} Failure
 */

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
   * its own. All at once: one that the app does not let go keeps none of the others waiting.
   * @template T
   * @param {(name: string, version: number, stores: StoreView[]) => Promise<T>} operation reads only, so that it may
   *   run twice
   * @returns {Promise<{databases: T[], failures: Failure[]}>}
   */
  async eachDatabase(operation) {
    /** @type {Failure[]} */
    const failures = [];
    const names = (await this.#databaseNames()).filter((name) => this.#allowed.hasDatabase(name));
    const all = names.map(async (name) => {
      const allowed = this.#allowed.storesOf(name);
      try {
        const answer = this.#pool.use(name, (connection) => {
          const stores = connection.storeNames.filter((store) => allowed.has(store));
          const views = stores.map((store) => connection.store(store, allowed.get(store) ?? null));
          return operation(name, connection.version, views);
        });
        return await inTime(answer, CATALOG_TIMEOUT, name, 'transaction');
      } catch (e) {
        // Deleted since it was listed.
        if (!(e instanceof NoDatabase)) failures.push({ name, ...failureOf(e) });
      }
    });
    const databases = /** @type {any[]} */ (await Promise.all(all)).filter((each) => each);
    return { databases, failures };
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
        if (e instanceof NoDatabase) throw this.#allowed.databaseError(database, await this.#databaseNames());
        // Nobody waits for a database of whose store the app lets nobody know.
        if (/** @type {any} */ (e).code === ErrorCode.DATABASE_BUSY) this.#allowed.checkStore(database, store, [store]);
        throw e;
      }
    };
  }

  /** @returns {Promise<string[]>} the databases of this origin; those that are allowed where the browser tells none */
  async #databaseNames() {
    try {
      return (await indexedDB.databases()).map(({ name }) => String(name));
    } catch {
      // Firefox before 126, and a browser that cannot look.
      return this.#allowed.databaseNames;
    }
  }
}
