// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Redaction } from './redaction.js' */
import { busy, inTime } from './busy.js';
import { StoreView } from './store-view.js';

/** How often an operation is tried again on a new connection. */
const MAX_ATTEMPTS = 3;

/**
 * How long opening may take, in milliseconds: it waits for an upgrade that the app runs. The agent tries it again, and
 * waits twice as long for what all databases hold.
 */
const OPEN_TIMEOUT = 5_000;

/** Thrown for a database that is not there. */
export class NoDatabase extends Error {}

/** What the browser calls the errors of a connection that it took away. */
const LOST_CONNECTION_ERRORS = ['InvalidStateError', 'AbortError', 'UnknownError', 'TransactionInactiveError'];

/**
 * The open databases of this origin. The app comes first: a connection in the way of an upgrade or a deletion is closed
 * at once, its transactions aborted, and what was being read is tried again afterwards. Opening never creates and never
 * upgrades. Confined to the worker's thread.
 */
export class DatabasePool {
  /** @type {Map<string, Promise<Connection>>} those that are open or being opened */
  #open = new Map();
  /** @type {Set<string>} ids of connections that a deletion of their database ended */
  #deleted = new Set();

  /**
   * Runs an operation, again if its connection is lost meanwhile.
   * @template T
   * @param {string} name of the database
   * @param {(connection: Connection) => Promise<T>} operation reads only, so that it may run twice
   * @returns {Promise<T>}
   * @throws {IndexedDbError} DATABASE_BUSY
   * @throws {NoDatabase}
   */
  async use(name, operation) {
    for (let attempt = 1; ; attempt++) {
      const connection = await this.#connection(name);
      try {
        return await operation(connection);
      } catch (e) {
        if (!connection.closed && !LOST_CONNECTION_ERRORS.includes(/** @type {Error} */ (e)?.name)) throw e;
        connection.close();
        if (attempt === MAX_ATTEMPTS) throw busy(name, 'app', e);
      }
    }
  }

  /** @param {string} name */
  #connection(name) {
    let connection = this.#open.get(name);
    if (!connection) {
      const forget = () => this.#open.delete(name);
      connection = open(name, forget, this.#deleted);
      connection.catch(forget);
      this.#open.set(name, connection);
    }
    return connection;
  }
}

/** One open database. Confined to the worker's thread. */
export class Connection {
  #db;
  #onLost;
  #deleted;
  /** @type {Set<IDBTransaction>} */
  #running = new Set();
  /** No upgrade and no deletion outlives it: what is read under one id is one database. */
  #id = crypto.randomUUID();
  closed = false;

  /**
   * @param {IDBDatabase} db
   * @param {() => void} onLost called once
   * @param {Set<string>} deleted takes its id if its database is deleted
   */
  constructor(db, onLost, deleted) {
    this.#db = db;
    this.#deleted = deleted;
    this.#onLost = onLost;
    db.onclose = () => this.close();
    db.onversionchange = (event) => {
      if (event?.newVersion === null) deleted.add(this.#id);
      this.close();
    };
  }

  get version() {
    return this.#db.version;
  }

  get storeNames() {
    return Array.from(this.#db.objectStoreNames);
  }

  /**
   * @param {string} name
   * @param {Redaction | null} redaction what the app's function makes of its records; null if they leave as they are
   * @returns {StoreView} in a transaction of its own, which ends with its last request
   */
  store(name, redaction) {
    const transaction = this.#db.transaction(name);
    this.#running.add(transaction);
    transaction.oncomplete = transaction.onabort = () => this.#running.delete(transaction);
    const isDeleted = (/** @type {string} */ id) => this.#deleted.has(id);
    const opened = { connection: this.#id, version: this.version, isDeleted };
    return new StoreView(transaction.objectStore(name), redaction, opened);
  }

  close() {
    if (this.closed) return;
    this.closed = true;
    this.#db.close();
    this.#running.forEach(abort);
    this.#onLost();
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
 * @param {string} name
 * @param {() => void} onLost
 * @param {Set<string>} deleted
 * @returns {Promise<Connection>}
 */
function open(name, onLost, deleted) {
  let isLate = false;
  /** @type {Promise<Connection>} */
  const opened = new Promise((resolve, reject) => {
    // Without a version: whichever the app has.
    const request = indexedDB.open(name);
    request.onupgradeneeded = () => {
      reject(new NoDatabase());
      request.transaction?.abort();
    };
    request.onsuccess = () =>
      isLate ? request.result.close() : resolve(new Connection(request.result, onLost, deleted));
    request.onerror = () => reject(busy(name, 'browser', request.error));
  });
  return inTime(opened, OPEN_TIMEOUT, name, 'tabs').finally(() => {
    isLate = true;
  });
}
