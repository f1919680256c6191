// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import * as ErrorCode from './error-codes.js';
import { IndexedDbError } from './protocol.js';

/** How often an operation is tried again on a new connection. */
const ATTEMPTS = 3;

/** How long opening may take, in milliseconds: it waits for an upgrade that the app runs. */
const OPEN_TIMEOUT = 10_000;

/**
 * The open databases of this origin. The app comes first: a connection in the way of an upgrade or a deletion is closed at once, its
 * transactions aborted, and what was being read is tried again afterwards. Opening never creates and never upgrades.
 * Confined to the worker's thread.
 */
export class Connections {
  /** @type {Map<string, {opening: Promise<Connection>, connection?: Connection}>} */
  #open = new Map();

  /**
   * Runs an operation, again if its connection is lost meanwhile.
   * @template T
   * @param {string} name of the database
   * @param {(connection: Connection) => Promise<T>} operation reads only, so that it may run twice
   * @returns {Promise<T>}
   * @throws {IndexedDbError} DATABASE_NOT_FOUND, DATABASE_BUSY
   */
  async use(name, operation) {
    for (let attempt = 1; ; attempt++) {
      const connection = await this.#connection(name);
      try {
        return await operation(connection);
      } catch (e) {
        if (!isLost(e) && !connection.closed) throw e;
        this.#drop(name, connection);
        if (attempt === ATTEMPTS) throw busy(name, String(/** @type {Error} */ (e)?.message ?? e));
      }
    }
  }

  /** @param {string} name */
  #connection(name) {
    let entry = this.#open.get(name);
    if (!entry) {
      entry = { opening: this.#begin(name) };
      this.#open.set(name, entry);
    }
    return entry.opening;
  }

  /** @param {string} name */
  async #begin(name) {
    try {
      const connection = new Connection(await open(name), (lost) => this.#drop(name, lost));
      this.#open.set(name, { opening: Promise.resolve(connection), connection });
      return connection;
    } catch (e) {
      this.#open.delete(name);
      throw e;
    }
  }

  /**
   * @param {string} name
   * @param {Connection} connection
   */
  #drop(name, connection) {
    connection.close();
    if (this.#open.get(name)?.connection === connection) this.#open.delete(name);
  }
}

/** One open database. Confined to the worker's thread. */
export class Connection {
  #db;
  /** @type {Set<IDBTransaction>} */
  #running = new Set();
  closed = false;

  /**
   * @param {IDBDatabase} db
   * @param {(connection: Connection) => void} onLost
   */
  constructor(db, onLost) {
    this.#db = db;
    db.onversionchange = () => {
      this.close();
      onLost(this);
    };
    db.onclose = () => {
      this.closed = true;
      onLost(this);
    };
  }

  get version() {
    return this.#db.version;
  }

  get storeNames() {
    return Array.from(this.#db.objectStoreNames);
  }

  /**
   * @param {string[]} names of stores, at least one
   * @returns {IDBTransaction} for reading, which ends with its last request
   */
  transaction(names) {
    const transaction = this.#db.transaction(names, 'readonly');
    this.#running.add(transaction);
    const done = () => this.#running.delete(transaction);
    transaction.oncomplete = done;
    transaction.onabort = done;
    return transaction;
  }

  close() {
    if (this.closed) return;
    this.closed = true;
    this.#db.close();
    this.#running.forEach(abort);
  }
}

/** @param {IDBTransaction} transaction */
function abort(transaction) {
  try {
    transaction.abort();
  } catch {
    // It is about to end by itself.
  }
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
export function answerOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @param {string} name
 * @returns {Promise<IDBDatabase>}
 */
function open(name) {
  return new Promise((resolve, reject) => {
    // Without a version: whichever the app has.
    const request = indexedDB.open(name);
    let given = false;
    const timer = setTimeout(() => {
      given = true;
      reject(busy(name, 'the app is upgrading it or does not let it go'));
    }, OPEN_TIMEOUT);
    request.onupgradeneeded = () => {
      given = true;
      request.transaction?.abort();
      reject(new IndexedDbError(ErrorCode.DATABASE_NOT_FOUND, `Cannot open database '${name}': there is none of that name.`));
    };
    request.onsuccess = () => {
      clearTimeout(timer);
      if (given) request.result.close();
      else resolve(request.result);
    };
    request.onerror = () => {
      clearTimeout(timer);
      reject(busy(name, request.error?.message ?? 'the browser refused'));
    };
  });
}

/** @param {unknown} error */
function isLost(error) {
  const name = /** @type {{name?: string} | null} */ (error)?.name;
  return name === 'InvalidStateError' || name === 'AbortError' || name === 'UnknownError' || name === 'TransactionInactiveError';
}

/**
 * @param {string} name
 * @param {string} why
 */
function busy(name, why) {
  return new IndexedDbError(ErrorCode.DATABASE_BUSY, `Cannot read database '${name}': ${why}. Try again when the app is at rest.`);
}
