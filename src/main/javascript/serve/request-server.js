// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { AllowList } from '../store/allow.js' */
/** @import { DatabasePool } from '../store/database-pool.js' */
import { NO_DATABASE } from '../store/database-pool.js';
import { catalog, databaseNames } from '../ops/catalog.js';
import { plan } from '../ops/plan.js';
import { read } from '../ops/read.js';
import { summarize } from '../ops/summarize.js';
import { failureOf } from '../protocol/protocol.js';
import { ReadAhead } from './read-ahead.js';
import { redact } from '../store/redaction.js';
import { checkRequest } from './request-check.js';

/**
 * An answer: `result` and, of a read, the bytes of the batch.
 * @typedef {{result: object, buffer?: ArrayBuffer}} Answer
 *
 * Runs something that reads the store of a request, in a transaction of its own, once that store is known to exist and to be allowed.
 * @typedef {<T>(operation: (store: IDBObjectStore) => Promise<T>) => Promise<T>} StoreAccess
 */

/**
 * Serves requests of the agent. Each names everything, so that the browser may stop the worker between any two.
 * Confined to the worker's thread.
 */
export class RequestServer {
  #allowed;
  #connections;
  #readAhead;
  /** @type {Set<string>} of the requests that are being served */
  #tickets = new Set();

  /**
   * @param {AllowList} allowed
   * @param {DatabasePool} connections
   */
  constructor(allowed, connections) {
    this.#allowed = allowed;
    this.#connections = connections;
    this.#readAhead = new ReadAhead((request) => read(request, this.#access(request)));
  }

  /**
   * Answers one request over its port. Ends when nothing that it began is left, so that the browser lets the worker live so long.
   * A page that hears nothing inquires after its ticket.
   * @param {any} request
   * @param {MessagePort} port
   * @param {string} ticket
   */
  async serve(request, port, ticket) {
    if (request.op === 'inquire') return port.postMessage({ serves: this.#tickets.has(ticket) });
    this.#tickets.add(ticket);
    try {
      const { result, buffer } = await this.#answer(request);
      port.postMessage({ result, buffer }, buffer ? [buffer] : []);
    } catch (e) {
      port.postMessage({ failure: failureOf(e) });
    } finally {
      this.#tickets.delete(ticket);
    }
    return this.#readAhead.settled();
  }

  /**
   * @param {any} request
   * @returns {Promise<Answer>}
   */
  async #answer(request) {
    checkRequest(request);
    switch (request.op) {
      case 'plan':
        return { result: await plan(request, this.#access(request)) };
      case 'summarize':
        return { result: await summarize(request, this.#access(request)) };
      case 'read': {
        // What was read under other rules is for nobody.
        const rules = this.#allowed.version;
        const answer = await this.#readAhead.take({ ...request, rules });
        return rules === this.#allowed.version ? answer : this.#answer(request);
      }
      default:
        return { result: await catalog(this.#allowed, this.#connections) };
    }
  }

  /**
   * @param {{database: string, store: string}} request
   * @returns {StoreAccess}
   */
  #access({ database, store }) {
    return async (operation) => {
      try {
        if (!this.#allowed.hasDatabase(database)) throw NO_DATABASE;
        return await this.#connections.use(database, (connection) => {
          const redaction = this.#allowed.checkStore(database, store, connection.storeNames);
          const opened = connection.store(store);
          if (redaction !== null) redact(opened, redaction);
          return operation(opened);
        });
      } catch (e) {
        throw e === NO_DATABASE ? this.#allowed.databaseError(database, await databaseNames()) : e;
      }
    };
  }
}
