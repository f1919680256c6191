// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import * as ErrorCode from '../protocol/error-codes.js';
import { pause } from './pause.js';

/** How often a request is sent that the worker does not answer. */
const MAX_ATTEMPTS = 4;

/** How long the worker may be silent, in milliseconds: while it says that it serves a request, it ends it in time. */
const TIMEOUT = 20_000;

/**
 * How often to ask a silent worker whether it still has the request, in milliseconds: a browser that stops one tells
 * nobody.
 */
const INQUIRY_INTERVAL = 1_000;

/** How long an answer that was sent may take to arrive, in milliseconds. */
const ARRIVAL_TIMEOUT = 200;

/** How often to look whether the app has registered its service worker. */
export const POLL_INTERVAL = 1_000;

/** How long a service worker may take to show that it has an export worker, in milliseconds: it may have to start. */
const PROOF_TIMEOUT = 5_000;

/** When one that has shown none is asked again, in milliseconds: the browser stops none that is asked all the time. */
const PROOF_INTERVAL = 60_000;

/** How long to wait for what goes by itself, in milliseconds. */
const PAUSE = 20;

/**
 * @typedef {{result?: object, buffer?: ArrayBuffer, failure?: {code: string, message: string, details: object}}} Answer
 */

/**
 * The export worker, as the page reaches it. The browser may stop it at any moment: a request that it leaves open is
 * sent again, which is harmless, as each names everything. Confined to the page's thread.
 */
export class Worker {
  #script;
  /** @type {ServiceWorkerRegistration | undefined} that of the page */
  #registration;
  /** @type {ServiceWorker | null} the one whose export worker has answered */
  #answering = null;
  /** @type {ServiceWorker | undefined} the one that was asked last whether it has one */
  #asked;
  #nextProof = 0;
  /** @type {Promise<unknown> | undefined} */
  #proof;

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
      // An app that went over to a service worker without export worker will not go back at once.
      if (worker === null) break;
      const answer = worker && (await askOnce(worker, request, signal).catch(() => null));
      if (answer) return answer;
    }
    this.#answering = null;
    this.#nextProof = 0;
    return { failure: { ...silence(request.op), details: {} } };
  }

  /**
   * @returns {Promise<ServiceWorker | null | void>} the app's, whose export worker has answered; after a while null if
   *   it has none that answers, nothing if no service worker is active
   */
  async active() {
    const worker = await this.#lookUp().catch(() => null);
    if (worker) {
      if (worker !== this.#answering) await this.#prove(worker);
      if (worker === this.#answering) return worker;
    }
    // Who asked again at once would freeze the page.
    await pause(POLL_INTERVAL);
    if (worker) return worker === this.#answering ? worker : null;
  }

  /**
   * Any service worker takes messages: whether it has an export worker only an answer tells, which may come late.
   * @param {ServiceWorker} worker
   */
  #prove(worker) {
    if (worker !== this.#asked || performance.now() >= this.#nextProof) {
      this.#asked = worker;
      this.#nextProof = performance.now() + PROOF_INTERVAL;
      this.#proof = inquire(worker, { op: 'inquire' }, PROOF_TIMEOUT, () => {
        this.#answering = worker;
      });
    }
    return this.#proof;
  }

  /**
   * Waits a moment, also by the worker's clock: the timers of a hidden page run once a second, and those that set each
   * other once a minute, while the worker of a page that is seen may be busy for longer.
   */
  async pause() {
    if (this.#answering) await inquire(this.#answering, { op: 'inquire', waits: true }, PAUSE);
  }

  /**
   * @returns {Promise<ServiceWorker | null | undefined>} it rejects where the user or a policy blocks what the site
   *   stores
   */
  async #lookUp() {
    const { serviceWorker } = navigator;
    if (this.#script) {
      const workers = (await serviceWorker.getRegistrations()).map(({ active }) => active);
      const [script] = this.#script.split('?');
      return (
        workers.find((worker) => worker?.scriptURL === this.#script) ??
        // Apps tell versions of their script, or give it settings, in its query.
        workers.find((worker) => worker?.scriptURL.split('?')[0] === script)
      );
    }
    this.#registration ??= await serviceWorker.getRegistration();
    const active = this.#registration?.active;
    if (!active) this.#registration = undefined;
    return active;
  }
}

/**
 * Why there is no answer, or no link.
 * @param {string} what cannot be done
 */
export function silence(what) {
  const message =
    `Cannot ${what}: the app's service worker does not answer. ` +
    'Check that it loads export-worker.js and runs, and reload the page.';
  return { code: ErrorCode.WORKER_SILENT, message };
}

/**
 * @param {ServiceWorker} worker
 * @param {object} inquiry
 * @param {number} time how long to wait for the answer, in milliseconds
 * @param {() => void} [onAnswer] called also if it comes later
 * @returns {Promise<unknown>} when it has come or the time is over
 */
function inquire(worker, inquiry, time, onAnswer) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, time);
    try {
      const port = post(worker, inquiry, '');
      port.onmessage = ({ data }) => {
        // A service worker without export worker may answer anything to anybody.
        if (typeof data?.serves !== 'boolean') return;
        clearTimeout(timer);
        port.close();
        resolve(onAnswer?.());
      };
    } catch {
      // It is gone; the next look finds another.
    }
  });
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
    const wait = () => {
      clearTimeout(deadline);
      deadline = setTimeout(lost, TIMEOUT);
    };
    const look = () => {
      // Another took its place, and the browser does not start it again.
      if (worker.state === 'redundant') return lost();
      timer = setTimeout(look, INQUIRY_INTERVAL);
      post(worker, { op: 'inquire' }, ticket, done.signal).onmessage = ({ data: { serves } }) => {
        // Timers that set each other run once a minute when a page is hidden for long: this one is set by an answer.
        clearTimeout(timer);
        wait();
        // The browser starts a stopped worker anew for the inquiry, which then does not know the request.
        timer = serves ? setTimeout(look, INQUIRY_INTERVAL) : setTimeout(lost, ARRIVAL_TIMEOUT);
      };
    };
    timer = setTimeout(look, INQUIRY_INTERVAL);
    wait();
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
 * @param {AbortSignal} [done] when nobody waits for the answer any more
 * @returns {MessagePort} where it comes
 */
function post(worker, request, ticket, done) {
  const { port1, port2 } = new MessageChannel();
  done?.addEventListener('abort', () => port1.close());
  worker.postMessage({ sparkIndexedDB: request, ticket }, [port2]);
  return port1;
}
