// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { RequestJson, WorkerResult } from '../protocol/protocol.js' */
/** @import { AllowedStores } from '../store/allowed-stores.js' */
import { catalog } from '../ops/catalog.js';
import { plan } from '../ops/plan.js';
import { read } from '../ops/read.js';
import { summarize } from '../ops/summarize.js';
import { failureOf } from '../protocol/protocol.js';
import { inTime } from '../store/busy.js';
import { ReadAhead } from './read-ahead.js';
import { checkRequest } from './request-check.js';

/** How long a request may take, in milliseconds: the app may hold a transaction that it waits for. */
const TIMEOUT = 60_000;

/** How long an inquiry that waits is held back, in milliseconds. */
const INQUIRY_PAUSE = 20;

/**
 * Serves requests of the agent. Each names everything, so that the browser may stop the worker between any two.
 * Confined to the worker's thread.
 */
export class RequestServer {
  #stores;
  #readAhead;
  /** @type {Set<string>} of the requests that are being served */
  #tickets = new Set();

  /** @param {AllowedStores} stores */
  constructor(stores) {
    this.#stores = stores;
    this.#readAhead = new ReadAhead((request) => read(request, stores.access(request)));
  }

  /**
   * Answers one request over its port. Ends when nothing that it began is left, so that the browser lets the worker
   * live so long. A page that hears nothing inquires after its ticket.
   * @param {RequestJson} request
   * @param {MessagePort} port
   * @param {string} ticket
   */
  async serve(request, port, ticket) {
    if (request.op === 'inquire') {
      if (request.waits) await new Promise((resolve) => setTimeout(resolve, INQUIRY_PAUSE));
      return port.postMessage({ serves: this.#tickets.has(ticket) });
    }
    const { database } = /** @type {{database: string}} */ (request);
    this.#tickets.add(ticket);
    try {
      const { result, buffer } = await inTime(this.#answer(request), TIMEOUT, database, 'transaction');
      port.postMessage({ result, buffer }, buffer ? [buffer] : []);
    } catch (e) {
      port.postMessage({ failure: failureOf(e) });
    } finally {
      this.#tickets.delete(ticket);
    }
    return this.#readAhead.settled();
  }

  /**
   * @param {RequestJson} request
   * @returns {Promise<WorkerResult>}
   */
  async #answer(request) {
    checkRequest(request);
    switch (request.op) {
      case 'plan':
        return { result: await plan(request, this.#stores.access(request)) };
      case 'summarize':
        return { result: await summarize(request, this.#stores.access(request)) };
      case 'read': {
        // What was read under other rules is for nobody.
        const rules = this.#stores.version;
        const answer = await this.#readAhead.take({ ...request, rules });
        return rules === this.#stores.version ? answer : this.#answer(request);
      }
      case 'catalog':
        return { result: await catalog(this.#stores) };
    }
  }
}
