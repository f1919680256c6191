// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Redaction } from './redaction.js' */
import * as ErrorCode from '../protocol/error-codes.js';
import { WorkerError } from '../protocol/protocol.js';
import { redactionOf } from './redaction.js';

/**
 * The stores of a database that may leave the browser: names, or for each name `true`, or a function that is given a
 * record and returns what may leave of it, at once; null or undefined: nothing.
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

  /** Another one each time that the rules are set. */
  version = 0;

  /**
   * Replaces what is allowed.
   * @param {Rules} rules
   * @throws {TypeError} for anything else, so that a slip in the app's code shows in its console
   */
  set(rules) {
    if (typeof rules !== 'object' || rules === null) throw wrongRules('it takes an object of databases');
    this.version++;
    this.#stores = new Map(Object.entries(rules).map(([database, stores]) => [database, rulesOf(database, stores)]));
  }

  /**
   * @param {string} database
   * @returns {Map<string, Redaction | null>} by the name of the store
   */
  storesOf(database) {
    return this.#stores.get(database) ?? new Map();
  }

  get databaseNames() {
    return Array.from(this.#stores.keys());
  }

  /** @param {string} database */
  hasDatabase(database) {
    return this.#stores.has(database);
  }

  /**
   * Why a database cannot be read that is not allowed or not there.
   * @param {string} database
   * @param {string[]} existing every database of this origin
   * @returns {WorkerError} DATABASE_NOT_FOUND, STORE_NOT_ALLOWED
   */
  databaseError(database, existing) {
    return refusal(ErrorCode.DATABASE_NOT_FOUND, [database], existing, this.#stores);
  }

  /**
   * @param {string} database
   * @param {string} store
   * @param {string[]} existing every store of the database
   * @returns {Redaction | null} what the app's function makes of its records; null if they leave as they are
   * @throws {IndexedDbError} STORE_NOT_FOUND, STORE_NOT_ALLOWED
   */
  checkStore(database, store, existing) {
    const allowed = this.storesOf(database);
    const redaction = allowed.get(store);
    if (redaction !== undefined && existing.includes(store)) return redaction;
    throw refusal(ErrorCode.STORE_NOT_FOUND, [database, store], existing, allowed);
  }
}

/**
 * @param {string} database
 * @param {Stores} stores
 * @returns {Map<string, Redaction | null>}
 */
function rulesOf(database, stores) {
  if (typeof stores !== 'object' || stores === null)
    throw wrongRules(`'${database}' takes a list of its stores' names`);
  /** @type {[unknown, unknown][]} */
  const rules = Array.isArray(stores) ? stores.map((name) => [name, true]) : Object.entries(stores);
  return new Map(
    rules.map(([store, rule]) => {
      if (typeof store !== 'string') throw wrongRules(`a store of '${database}' is no name`);
      if (rule !== true && typeof rule !== 'function') throw wrongRules(`'${store}' takes true or a function`);
      const redact = /** @type {(record: any) => unknown} */ (rule);
      return [store, rule === true ? null : redactionOf(`${database}/${store}`, redact)];
    }),
  );
}

/** @param {string} why */
function wrongRules(why) {
  return new TypeError(`Cannot allow stores: ${why}. Write SparkIndexedDB.allow({ shop: ['orders', 'customers'] }).`);
}

/**
 * Why something cannot be read that the app does not allow, or that is not there. It tells of nothing else that is not
 * allowed.
 * @param {'DATABASE_NOT_FOUND' | 'STORE_NOT_FOUND'} code
 * @param {string[]} place the database, or the database and the store
 * @param {string[]} existing names
 * @param {Map<string, unknown>} allowed by name
 */
function refusal(code, place, existing, allowed) {
  const name = place[place.length - 1];
  if (existing.includes(name) && !allowed.has(name)) return new WorkerError(ErrorCode.STORE_NOT_ALLOWED, [place]);
  const available = existing.filter((each) => each !== name && allowed.has(each));
  return new WorkerError(code, [place, ...available], { available });
}
