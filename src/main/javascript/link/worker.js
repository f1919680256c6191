// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import * as ErrorCode from '../protocol/error-codes.js';
import { pause } from './pause.js';

/** How often a request is sent that the worker does not answer. */
const MAX_ATTEMPTS = 4;

/** How long the worker may take, in milliseconds. */
const TIMEOUT = 20_000;

/** The same for requests that may go through a whole store. */
const LONG_TIMEOUT = 60_000;
const LONG_OPERATIONS = ['plan', 'summarize'];

/**
 * How often to ask a silent worker whether it still has the request, in milliseconds: a browser that stops one tells
 * nobody.
 */
const INQUIRY_INTERVAL = 1_000;

/** How long an answer that was sent may take to arrive, in milliseconds. */
const ARRIVAL_TIMEOUT = 200;

/** How often to look whether the app has registered its service worker. */
export const POLL_INTERVAL = 1_000;

/** @typedef {{result?: object, buffer?: ArrayBuffer, failure?: object}} Answer */

/**
 * The export worker, as the page reaches it. The browser may stop it at any moment: a request that it leaves open is
 * sent again, which is harmless, as each names everything. Confined to the page's thread.
 */
export class Worker {
  #script;

  /** @param {string | undefined} script the service worker's URL; the one in charge of the page if there is none */
  constructor(script) {
    this.#script = script;
  }

  /**
   * @param {{op: string}} request
   * @param {AbortSignal} signal when nobody waits for the answer any more; then it is empty
   * @returns {Promise<Answer>} a failure WORKER_SILENT if there is none
   */
  async ask(request, signal) {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const worker = await this.active();
      if (signal.aborted) return {};
      const answer = worker && (await askOnce(worker, request, signal).catch(() => null));
      if (answer) return answer;
    }
    const message =
      `Cannot ${request.op}: the service worker did not answer ${MAX_ATTEMPTS} times. ` +
      'Check that it loads export-worker.js and runs.';
    return { failure: { code: ErrorCode.WORKER_SILENT, message, details: {} } };
  }

  /** @returns {Promise<ServiceWorker | void>} the app's; nothing, after a while, if none is active */
  async active() {
    // Ready for ever, even when its worker is gone: who asked again at once would freeze the page.
    return (await this.#lookUp().catch(() => null)) ?? pause(POLL_INTERVAL);
  }

  /**
   * @returns {Promise<ServiceWorker | null | undefined>} it rejects where the user or a policy blocks what the site
   *   stores
   */
  async #lookUp() {
    const { serviceWorker } = navigator;
    const registrations = this.#script ? await serviceWorker.getRegistrations() : [await serviceWorker.ready];
    const workers = registrations.map(({ active }) => active);
    return workers.find((worker) => !this.#script || worker?.scriptURL === this.#script);
  }
}

/**
 * @param {ServiceWorker} worker
 * @param {{op: string}} request
 * @param {AbortSignal} signal
 * @returns {Promise<Answer | null>} null if there is no answer
 */
async function askOnce(worker, request, signal) {
  const ticket = crypto.randomUUID();
  // Else the session would keep each answer for as long as it lives.
  const done = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let deadline;
  return new Promise((/** @type {(answer: Answer | null) => void} */ resolve) => {
    const lost = () => resolve(null);
    const inquire = () => {
      timer = setTimeout(inquire, INQUIRY_INTERVAL);
      post(worker, { op: 'inquire' }, ticket, done.signal).onmessage = ({ data: { serves } }) => {
        // The browser starts a stopped worker anew for the inquiry, which then does not know the request.
        if (serves) return;
        clearTimeout(timer);
        timer = setTimeout(lost, ARRIVAL_TIMEOUT);
      };
    };
    timer = setTimeout(inquire, INQUIRY_INTERVAL);
    // Timers that set each other run once a minute when a page is hidden for long.
    deadline = setTimeout(lost, LONG_OPERATIONS.includes(request.op) ? LONG_TIMEOUT : TIMEOUT);
    signal.addEventListener('abort', lost, { signal: done.signal });
    const port = post(worker, request, ticket, done.signal);
    port.onmessage = ({ data }) => resolve(data);
    // Some browsers tell when the other end is gone.
    port.addEventListener('close', lost);
  }).finally(() => {
    clearTimeout(timer);
    clearTimeout(deadline);
    done.abort();
  });
}

/**
 * @param {ServiceWorker} worker
 * @param {object} request
 * @param {string} ticket of the request, or of the one that is inquired after
 * @param {AbortSignal} done when nobody waits for the answer any more
 * @returns {MessagePort} where it comes
 */
function post(worker, request, ticket, done) {
  const { port1, port2 } = new MessageChannel();
  done.addEventListener('abort', () => port1.close());
  worker.postMessage({ sparkIndexedDB: request, ticket }, [port2]);
  return port1;
}
