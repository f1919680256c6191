// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { ErrorCode, IndexedDbError } from './protocol.js';
import { nearest } from './text.js';

/**
 * What the app's author lets out of the browser; nothing until it is said. Confined to the worker's thread.
 */
export class AllowList {
  /** @type {Map<string, Set<string>>} */
  #stores = new Map();

  /**
   * Replaces what is allowed.
   * @param {Record<string, string[] | Record<string, true>>} rules stores by database
   * @throws {TypeError} for anything else, so that a slip in the app's code shows in its console
   */
  set(rules) {
    if (typeof rules !== 'object' || rules === null) throw wrongRules('it takes an object of databases');
    this.#stores = new Map(Object.entries(rules).map(([database, stores]) => [database, new Set(namesOf(database, stores))]));
  }

  /** @param {string} database */
  storesOf(database) {
    return this.#stores.get(database) ?? new Set();
  }

  /** @param {string} database */
  hasDatabase(database) {
    return this.#stores.has(database);
  }

  /**
   * Why a database cannot be read that is not allowed or not there.
   * @param {string} database
   * @param {string[]} existing every database of this origin
   * @returns {IndexedDbError} DATABASE_NOT_FOUND, STORE_NOT_ALLOWED
   */
  databaseError(database, existing) {
    const what = `database '${database}'`;
    if (existing.includes(database) && !this.hasDatabase(database)) return notAllowed(what);
    const available = existing.filter((name) => name !== database && this.hasDatabase(name));
    return notFound(ErrorCode.DATABASE_NOT_FOUND, what, nearest(database, available), available);
  }

  /**
   * @param {string} database
   * @param {string} store
   * @param {string[]} existing every store of the database
   * @throws {IndexedDbError} STORE_NOT_FOUND, STORE_NOT_ALLOWED
   */
  checkStore(database, store, existing) {
    const exists = existing.includes(store);
    const allowed = this.storesOf(database);
    if (exists && allowed.has(store)) return;
    if (exists) throw notAllowed(`store '${store}' of database '${database}'`);
    const available = existing.filter((name) => allowed.has(name));
    const what = `store '${store}' of database '${database}'`;
    throw notFound(ErrorCode.STORE_NOT_FOUND, what, nearest(store, available), available);
  }
}

/**
 * @param {string} database
 * @param {string[] | Record<string, unknown>} stores
 * @returns {string[]}
 */
function namesOf(database, stores) {
  if (Array.isArray(stores)) {
    if (!stores.every((name) => typeof name === 'string')) throw wrongRules(`a store of '${database}' is no name`);
    return stores;
  }
  if (typeof stores !== 'object' || stores === null) throw wrongRules(`'${database}' takes a list of its stores' names`);
  for (const [store, rule] of Object.entries(stores)) {
    if (typeof rule === 'function') throw wrongRules(`the function for '${store}' needs a later version, which can redact`);
    if (rule !== true) throw wrongRules(`'${store}' takes true`);
  }
  return Object.keys(stores);
}

/** @param {string} why */
function wrongRules(why) {
  return new TypeError(`Cannot allow stores: ${why}. Write SparkIndexedDB.allow({ shop: ['orders', 'customers'] }).`);
}

/** @param {string} what */
function notAllowed(what) {
  const message = `Cannot read ${what}: the app does not allow it. Add it to SparkIndexedDB.allow(…) in the app's service worker.`;
  return new IndexedDbError(ErrorCode.STORE_NOT_ALLOWED, message);
}

/**
 * @param {'DATABASE_NOT_FOUND' | 'STORE_NOT_FOUND'} code
 * @param {string} what
 * @param {string | null} nearest
 * @param {string[]} available
 */
function notFound(code, what, nearest, available) {
  const way = nearest === null ? 'The app allows nothing that exists.' : `Did you mean '${nearest}'? There are: ${available.join(', ')}.`;
  return new IndexedDbError(code, `Cannot read ${what}: there is none. ${way}`, { nearest, available });
}
