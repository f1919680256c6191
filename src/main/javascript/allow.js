// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import * as ErrorCode from './error-codes.js';
import { IndexedDbError } from './protocol.js';
import { nearest } from './text.js';
import { Redaction } from './redaction.js';

/**
 * The stores of a database that may leave the browser: names, or for each name `true`, or a function that is given a record and returns what
 * may leave of it, at once; null or undefined: nothing.
 * @typedef {string[] | Record<string, true | ((record: any) => unknown)>} Stores
 *
 * @typedef {Record<string, Stores>} Rules by database
 */

/**
 * What the app's author lets out of the browser; nothing until it is said. Confined to the worker's thread.
 */
export class AllowList {
  /** @type {Map<string, Map<string, Redaction | null>>} by database and store; null for records as they are */
  #stores = new Map();

  /**
   * Replaces what is allowed.
   * @param {Rules} rules
   * @throws {TypeError} for anything else, so that a slip in the app's code shows in its console
   */
  set(rules) {
    if (typeof rules !== 'object' || rules === null) throw wrongRules('it takes an object of databases');
    this.#stores = new Map(Object.entries(rules).map(([database, stores]) => [database, rulesOf(database, stores)]));
  }

  /** @param {string} database */
  storesOf(database) {
    return new Set(this.#stores.get(database)?.keys());
  }

  /**
   * @param {string} database
   * @param {string} store that is allowed
   * @returns {Redaction | null} what the app's function makes of its records; null if they leave as they are
   */
  redactionOf(database, store) {
    return this.#stores.get(database)?.get(store) ?? null;
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
 * @param {Stores} stores
 * @returns {Map<string, Redaction | null>}
 */
function rulesOf(database, stores) {
  if (Array.isArray(stores)) {
    if (!stores.every((name) => typeof name === 'string')) throw wrongRules(`a store of '${database}' is no name`);
    return new Map(stores.map((name) => [name, null]));
  }
  if (typeof stores !== 'object' || stores === null) throw wrongRules(`'${database}' takes a list of its stores' names`);
  return new Map(Object.entries(stores).map(([store, rule]) => {
    if (rule !== true && typeof rule !== 'function') throw wrongRules(`'${store}' takes true or a function`);
    return [store, rule === true ? null : new Redaction(`${database}/${store}`, rule)];
  }));
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
