// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { CONSENT_REFUSED, FRAME_TOO_LARGE } from '../protocol/error-codes.js';
import { PROTOCOL_VERSION, VERSION } from '../protocol/protocol.js';
/** @import { CheckedOptions, Status } from './options.js' */
import { browserName } from './browser-name.js';
import { Diagnosis, refusal } from './diagnosis.js';
import { display } from './display.js';
import { Leadership } from './leadership.js';
import { Session } from './session.js';
import { silence, Worker } from './worker.js';

/** Under which name the client's secret stays in the browser. */
const SECRET_KEY = 'spark-indexeddb-secret';

/**
 * The first and the longest time between two attempts, in milliseconds; a leader that tries this often is not taken for
 * asleep.
 */
const FIRST_DELAY = 500;
const MAX_DELAY = 15_000;

/** @type {{code?: string, message: string}} why there is no connection without a service worker */
const NO_WORKER = {
  message: "No service worker of the app is active here yet. If this page is not in its scope, name it with 'worker'.",
};

/** From here on close codes are the agent's, and the reason is an error code. */
export const MIN_REFUSAL_CLOSE_CODE = 4400;

/** Of those what no further attempt can heal: a token, an origin or host, a protocol version. */
const FINAL_CLOSE_CODES = [4401, 4403, 4426];

/** And what the agent tells the older of two connections of this browser. */
const REPLACED_CLOSE_CODE = 4409;

/** And what neither an agent nor a browser says: something between them takes no message so large. */
const TOO_LARGE_CLOSE_CODE = 1009;

/** States that are the end of a link. @type {Status['state'][]} */
const FINAL_STATES = ['refused', 'closed'];

/**
 * This tab's part in linking its origin to an agent: stands by, or holds the connection and renews it when it is lost.
 * Confined to the page's thread.
 */
export class Link {
  #options;
  #worker;
  #leadership;
  #diagnosis;
  /** @type {Session | undefined} the last one since this tab leads */
  #session;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** How often it was tried to connect since a connection worked. */
  #attempts = 0;
  #name = '';
  /** @type {string | undefined} of the reason that the console has been told */
  #lastCode;
  /** @type {Status} */
  #status = { state: 'waiting' };
  /** Ends the link for good. */
  #ended = new AbortController();
  /** That this tab leads no more. */
  #lead = this.#ended.signal;

  /** @param {CheckedOptions} options */
  constructor(options) {
    this.#options = options;
    this.#worker = new Worker(options.worker);
    this.#leadership = new Leadership(options.url, {
      onLead: (signal) => this.#onLead(signal),
      onLose: (error) => (error ? this.#report(refusal(error)) : this.#setStatus({ state: 'standby' })),
    });
    this.#diagnosis = new Diagnosis(options.url, this.#ended.signal);
  }

  /** @returns {Status} */
  get status() {
    return this.#status;
  }

  /** Begins; called once, by `connect`. */
  async start() {
    const { consent } = this.#options;
    if (consent) {
      this.#setStatus({ state: 'waiting', message: 'The user is asked for consent.' });
      const given = await Promise.resolve()
        .then(consent)
        .catch(() => false);
      if (this.#ended.signal.aborted) return;
      if (given !== true) {
        return this.#setStatus({
          state: 'refused',
          code: CONSENT_REFUSED,
          message: 'The user does not want data to be shared.',
        });
      }
    }
    this.#listen();
    // Before anybody is told, who may close the link.
    this.#leadership.join();
    this.#setStatus({ state: 'standby' });
  }

  #listen() {
    const { signal } = this.#ended;
    const wake = () => this.#onWake();
    addEventListener('pagehide', () => this.#standBy(), { signal });
    addEventListener('pageshow', wake, { signal });
    addEventListener('online', wake, { signal });
    document.addEventListener('visibilitychange', wake, { signal });
  }

  /** Ends the link for good. */
  close() {
    if (this.#status.state !== 'closed') this.#setStatus({ state: 'closed' });
  }

  /** @param {AbortSignal} signal that this tab leads no more */
  async #onLead(signal) {
    signal.addEventListener('abort', () => {
      clearTimeout(this.#timer);
      this.#session?.close();
      this.#session = undefined;
    });
    this.#lead = signal;
    this.#attempts = 0;
    this.#name = await browserName();
    if (!signal.aborted) this.#connect();
  }

  /** Connects once the export worker has answered: the agent takes who is connected for one that may be read. */
  async #connect() {
    clearTimeout(this.#timer);
    const signal = this.#lead;
    // Nothing else connects meanwhile.
    this.#session = undefined;
    for (;;) {
      this.#leadership.heartbeat();
      const worker = await this.#worker.active();
      if (signal.aborted) return;
      if (worker) break;
      const why = worker === null ? silence('link this page') : NO_WORKER;
      if (this.#status.message !== why.message) this.#report({ state: 'waiting', ...why });
    }
    this.#attempts++;
    this.#setStatus({ state: 'connecting' });
    if (this.#status.state !== 'connecting') return;
    try {
      this.#session = this.#newSession();
    } catch (e) {
      // Such as an https page that may not open ws://.
      this.#onEnd(0, '', /** @type {Error} */ (e));
    }
  }

  #newSession() {
    const { url, token } = this.#options;
    const hello = {
      type: 'hello',
      protocol: PROTOCOL_VERSION,
      token,
      secret: kept(SECRET_KEY, crypto.randomUUID()),
      ticket: kept(url, ''),
      browser: this.#name,
      version: VERSION,
    };
    return new Session(url, hello, this.#worker, {
      onWelcome: ({ ticket }) => {
        // Each agent gives its own, which counts from when it hears of this page.
        kept(url, '', ticket);
        this.#attempts = 0;
        this.#lastCode = undefined;
        this.#setStatus({ state: 'linked' });
      },
      onPing: () => this.#leadership.heartbeat(),
      onEnd: (closeCode, reason) => this.#onEnd(closeCode, reason),
    });
  }

  /**
   * @param {number} [closeCode]
   * @param {string} [reason]
   * @param {Error} [error] why the browser does not even try
   */
  #onEnd(closeCode = 0, reason, error) {
    const refused = closeCode >= MIN_REFUSAL_CLOSE_CODE && reason ? { code: reason } : null;
    if (FINAL_CLOSE_CODES.includes(closeCode)) {
      this.#setStatus({
        state: 'refused',
        code: reason,
        message: `The agent refused the link: ${reason}. See connector-docs/errors.md.`,
      });
    } else if (closeCode === REPLACED_CLOSE_CODE) {
      // The newer connection wins, wherever it is: this tab takes part again when it is looked at.
      this.#standBy({ code: reason });
    } else {
      this.#timer = setTimeout(() => this.#connect(), this.#delay());
      this.#setStatus({
        state: 'waiting',
        message: 'The connection to the agent is lost; it is tried again.',
        ...refused,
      });
      if (closeCode === TOO_LARGE_CLOSE_CODE) {
        const message =
          'A proxy before the agent takes no message of that size. Let it pass WebSocket messages of 8 MiB.';
        this.#report({ state: 'waiting', code: FRAME_TOO_LARGE, message });
      } else if (!refused && this.#attempts > 0) this.#diagnose(error);
    }
  }

  /**
   * @returns {number} at once after a connection that worked, then longer each time; never the same for all clients of
   *   an agent
   */
  #delay() {
    const longest = Math.min(MAX_DELAY, FIRST_DELAY * 2 ** this.#attempts);
    return longest * (0.5 + Math.random() / 2);
  }

  /**
   * Looks for a reason why no connection was opened, and tells it.
   * @param {Error} [error]
   */
  async #diagnose(error) {
    const reason = await this.#diagnosis.reason(error);
    if (reason && this.#status.state === 'waiting') this.#report(reason);
  }

  /**
   * Tells what the agent never hears of in the console too, once.
   * @param {Status} reason
   */
  #report(reason) {
    const { code, message } = reason;
    if (code && this.#lastCode !== code) console.error(`spark-indexeddb: ${message} (${code})`);
    this.#lastCode = code;
    this.#setStatus(reason);
  }

  #onWake() {
    if (document.hidden) return;
    this.#leadership.join();
    if (this.#session && this.#status.state === 'waiting') this.#connect();
  }

  /** @param {{code?: string}} [why] */
  #standBy(why) {
    this.#leadership.leave();
    this.#setStatus({ state: 'standby', ...why });
  }

  /** @param {Status} status */
  #setStatus(status) {
    const { statusElement, onStatus } = this.#options;
    if (FINAL_STATES.includes(status.state)) {
      this.#ended.abort();
      this.#leadership.leave();
    }
    this.#status = Object.freeze(status);
    // What fails is the app's own, and must not stop the link halfway.
    try {
      if (statusElement) display(statusElement, status);
    } catch (e) {
      reportError(e);
    }
    try {
      onStatus(status);
    } catch (e) {
      reportError(e);
    }
  }
}

/**
 * What this browser profile keeps on this origin; without storage nothing, so that each connection is a client of its
 * own.
 * @param {string} key
 * @param {string} first what to begin with
 * @param {string | null} [latest] what to keep from now on
 * @returns {string}
 */
function kept(key, first, latest) {
  try {
    first = latest || localStorage.getItem(key) || first;
    localStorage.setItem(key, first);
  } catch {
    // Its user or a policy blocks it, or it is full.
  }
  return first;
}
