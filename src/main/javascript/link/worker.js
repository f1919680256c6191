// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import * as ErrorCode from '../error-codes.js';
import { IndexedDbError } from '../protocol.js';

/** How often a request is sent that the worker does not answer. */
const ATTEMPTS = 4;

/** How long the worker may take, in milliseconds. */
const TIMEOUT = 20_000;

/** The same for requests that may go through a whole store. */
const LONG_TIMEOUT = 60_000;

/** How often to ask a silent worker whether it still has the request, in milliseconds: a browser that stops one tells nobody. */
const INQUIRY_INTERVAL = 1_000;

/** How long an answer that was sent may take to arrive, in milliseconds. */
const ARRIVAL = 200;

/** How often to look whether the app has registered its service worker. */
const LOOK_INTERVAL = 1_000;

/**
 * The export worker, as the page reaches it. The browser may stop it at any moment: a request that it leaves open is sent again, which
 * is harmless, as each names everything. Confined to the page's thread.
 */
export class Worker {
  #script;

  /**
   * @param {string | undefined} script the service worker's URL; the one in charge of the page if there is none
   */
  constructor(script) {
    this.#script = script;
  }

  /**
   * @param {{op: string}} request
   * @param {AbortSignal} [signal] when nobody waits for the answer any more; then there is none
   * @returns {Promise<{result?: object, buffer?: ArrayBuffer, failure?: object}>}
   * @throws {IndexedDbError} WORKER_SILENT
   */
  async ask(request, signal) {
    const timeout = request.op === 'plan' || request.op === 'summarize' ? LONG_TIMEOUT : TIMEOUT;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const worker = await this.#active(timeout);
      const answer = worker && !signal?.aborted && (await this.#askOnce(worker, request, timeout, signal));
      if (answer) return answer;
      if (signal?.aborted) return {};
    }
    throw new IndexedDbError(
      ErrorCode.WORKER_SILENT,
      `Cannot ${request.op}: the service worker did not answer ${ATTEMPTS} times. Check that it loads export-worker.js and runs.`,
    );
  }

  /** @returns {Promise<boolean>} whether the app has an active service worker; false only after a while */
  async isActive() {
    return (await this.#active(LOOK_INTERVAL)) !== null;
  }

  /**
   * @param {ServiceWorker} worker
   * @param {object} request
   * @param {number} timeout
   * @param {AbortSignal} [signal]
   * @returns {Promise<any>} null if there is no answer
   */
  #askOnce(worker, request, timeout, signal) {
        const ticket = crypto.randomUUID();
    /** @type {MessagePort[]} */
    const ports = [];
    /** @type {{late?: ReturnType<typeof setTimeout>, inquiry?: ReturnType<typeof setInterval>, arrival?: ReturnType<typeof setTimeout>}} */
    const timers = {};
    // Else the session would keep each answer for as long as it lives.
    const answered = new AbortController();
    return new Promise((resolve) => {
      const lost = () => resolve(null);
      const post = (/** @type {object} */ message, /** @type {(data: any) => void} */ onAnswer) => {
        const port = this.#post(worker, { sparkIndexedDB: message, ticket }, onAnswer);
        ports.push(port);
        return port;
      };
      signal?.addEventListener('abort', lost, { signal: answered.signal });
      timers.late = setTimeout(lost, timeout);
      timers.inquiry = setInterval(() => post({ op: 'inquire' }, ({ serves }) => {
        // The browser starts a stopped worker anew for the inquiry, which then does not know the request.
        if (!serves) timers.arrival = setTimeout(lost, ARRIVAL);
      }), INQUIRY_INTERVAL);
      // Some browsers tell when the other end is gone.
      post(request, resolve).addEventListener('close', lost);
    }).finally(() => {
      clearTimeout(timers.late);
      clearInterval(timers.inquiry);
      clearTimeout(timers.arrival);
      ports.forEach((port) => port.close());
      answered.abort();
    });
  }

  /**
   * @param {ServiceWorker} worker
   * @param {object} message
   * @param {(data: any) => void} onAnswer
   * @returns {MessagePort} to be closed
   */
  #post(worker, message, onAnswer) {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => onAnswer(data);
    worker.postMessage(message, [port2]);
    return port1;
  }

  /**
   * @param {number} timeout
   * @returns {Promise<ServiceWorker | null>}
   */
  async #active(timeout) {
    const container = navigator.serviceWorker;
    if (this.#script === undefined) {
      const registration = await this.#within(timeout, container.ready);
      // Ready for ever, even when its worker is gone: who asked again at once would freeze the page.
      return registration && (registration.active ?? this.#within(LOOK_INTERVAL, new Promise(() => {})));
    }
    const workers = (await container.getRegistrations()).map(({ active }) => active);
    return workers.find((worker) => worker?.scriptURL === this.#script) ?? this.#within(LOOK_INTERVAL, new Promise(() => {}));
  }

  /**
   * @template T
   * @param {number} timeout
   * @param {Promise<T>} promise
   * @returns {Promise<T | null>} null when the time is over
   */
  async #within(timeout, promise) {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const over = new Promise((/** @type {(nothing: null) => void} */ resolve) => {
      timer = setTimeout(() => resolve(null), timeout);
    });
    return Promise.race([promise, over]).finally(() => clearTimeout(timer));
  }
}
