// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { CheckedOptions, Status } from './options.js' */
import { browserName } from './browser-name.js';
import { Diagnosis } from './diagnosis.js';
import { display } from './display.js';
import * as ErrorCode from '../error-codes.js';
import { Leadership } from './leadership.js';
import { Session } from './session.js';
import { Worker } from './worker.js';

/** Under which name the client id stays in the browser. */
const CLIENT = 'spark-indexeddb-client';

/** The first and the longest time between two attempts, in milliseconds; a leader that tries this often is not taken for asleep. */
const FIRST_DELAY = 500;
const LONGEST_DELAY = 15_000;

/** Refusals that no further attempt can heal. */
const FINAL = new Set(/** @type {string[]} */ ([
  ErrorCode.TOKEN_MISSING,
  ErrorCode.TOKEN_WRONG,
  ErrorCode.TOKEN_WRONG_KIND,
  ErrorCode.TOKEN_IN_URL,
  ErrorCode.ORIGIN_REFUSED,
  ErrorCode.HOST_REFUSED,
  ErrorCode.PROTOCOL_VERSION,
]));

/**
 * This tab's part in linking its origin to an agent: stands by, or holds the connection and renews it when it is lost.
 * Confined to the page's thread.
 */
export class Link {
  #options;
  #worker;
  #leadership;
  #diagnosis;
  /** @type {Session | null} */
  #session = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #attempts = 0;
  #name = '';
  #leading = false;
  #welcomed = false;
  #lastReason = '';
  /** @type {Status} */
  #status = { state: 'waiting' };
  /** Ends the link for good. */
  #over = new AbortController();

  /**
   * @param {CheckedOptions} options
   */
  constructor(options) {
    this.#options = options;
    this.#worker = new Worker(options.worker);
    this.#leadership = new Leadership(options.url, { onLead: () => this.#lead(), onLose: () => this.#standBy() });
    this.#diagnosis = new Diagnosis(options.url, this.#over.signal);
  }

  /** @returns {Status} */
  get status() {
    return this.#status;
  }

  /** Begins; called once, by `connect`. */
  start() {
    const { consent } = this.#options;
    if (consent === undefined) this.#join();
    else this.#ask(consent);
  }

  /** @param {() => boolean | Promise<boolean>} consent */
  async #ask(consent) {
    this.#tell({ state: 'waiting', message: 'The user is asked for consent.' });
    const given = await Promise.resolve().then(consent).catch(() => false);
    if (this.#over.signal.aborted) return;
    if (given === true) this.#join();
    else this.#end({ state: 'refused', code: ErrorCode.CONSENT_REFUSED, message: 'The user does not want data to be shared.' });
  }

  #join() {
    this.#listen();
    // Before anybody is told, who may close the link.
    this.#leadership.join();
    this.#tell({ state: 'standby' });
  }

  #listen() {
    const { signal } = this.#over;
    const wake = () => this.#wake();
    addEventListener('pagehide', () => this.#suspend(), { signal });
    addEventListener('pageshow', wake, { signal });
    addEventListener('online', wake, { signal });
    document.addEventListener('visibilitychange', wake, { signal });
  }

  /** Ends the link for good. */
  close() {
    if (this.#status.state !== 'closed') this.#end({ state: 'closed' });
  }

  async #lead() {
    this.#leading = true;
    this.#attempts = 0;
    this.#name = await browserName();
    while (this.#leading && !(await this.#worker.isActive())) this.#tellUnlessWaiting();
    this.#connect();
  }

  #connect() {
    if (!this.#leading || this.#session) return;
    clearTimeout(this.#timer);
    this.#leadership.sign();
    this.#tell({ state: 'connecting' });
    if (!this.#leading) return;
    try {
      this.#session = this.#newSession();
    } catch (e) {
      this.#forbidden(/** @type {Error} */ (e));
    }
  }

  /**
   * Such as an https page that may not open ws://.
   * @param {Error} error
   */
  async #forbidden({ message }) {
    const reason = await this.#diagnosis.reason();
    if (!this.#leading) return;
    this.#refuse(reason?.code ?? ErrorCode.AGENT_UNREACHABLE, reason?.message ?? `The browser refuses to connect: ${message}`);
  }

  /** Looks for a reason why no connection was opened, and tells it. */
  async #explain() {
    const reason = await this.#diagnosis.reason();
    if (reason === null || !this.#leading || this.#status.state !== 'waiting') return;
    const { code, message, isFinal } = reason;
    if (isFinal) return this.#refuse(code, message);
    if (this.#lastReason !== code) console.error(`spark-indexeddb: ${message} (${code})`);
    this.#lastReason = code;
    this.#tell({ state: 'waiting', code, message });
  }

  /**
   * @param {string} code
   * @param {string} message
   */
  #refuse(code, message) {
    console.error(`spark-indexeddb: ${message} (${code})`);
    this.#end({ state: 'refused', code, message });
  }

  #newSession() {
    this.#welcomed = false;
    const { url, token } = this.#options;
    return new Session(this.#worker, { url, token, client: clientId(), name: this.#name }, {
      onWelcome: () => {
        this.#attempts = 0;
        this.#welcomed = true;
        this.#lastReason = '';
        this.#tell({ state: 'linked' });
      },
      onPing: () => this.#leadership.sign(),
      onEnd: ({ code, reason }) => this.#lost(code, reason),
    });
  }

  /**
   * @param {number} closeCode
   * @param {string} reason the error code, if the agent has closed the connection
   */
  #lost(closeCode, reason) {
    this.#session = null;
    const code = closeCode >= 4400 && closeCode < 4500 ? reason : undefined;
    if (code !== undefined && FINAL.has(code)) {
      this.#end({ state: 'refused', code, message: `The agent refused the link: ${code}. See connector-docs/errors.md.` });
    } else if (code === ErrorCode.CLIENT_REPLACED) {
      // The newer connection wins, wherever it is: this tab takes part again when it is looked at.
      this.#standBy(code);
      this.#leadership.leave();
    } else {
      this.#timer = setTimeout(() => this.#connect(), this.#delay());
      this.#tell({ state: 'waiting', ...(code && { code }), message: 'The connection to the agent is lost; it is tried again.' });
      if (code === undefined && !this.#welcomed) this.#explain();
    }
  }

  /** @returns {number} at once after a connection that worked, then longer each time; never the same for all clients of an agent */
  #delay() {
    const longest = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** this.#attempts++);
    return longest * (0.5 + Math.random() / 2);
  }

  #wake() {
    if (document.visibilityState === 'hidden') return;
    this.#leadership.join();
    if (this.#leading && this.#status.state === 'waiting' && this.#attempts > 0) this.#connect();
  }

  #suspend() {
    this.#standBy();
    this.#leadership.leave();
  }

  /** @param {string} [code] */
  #standBy(code) {
    this.#release();
    this.#tell({ state: 'standby', ...(code && { code }) });
  }

  /** @param {Status} status */
  #end(status) {
    this.#over.abort();
    this.#release();
    this.#leadership.leave();
    this.#tell(status);
  }

  #release() {
    this.#leading = false;
    clearTimeout(this.#timer);
    this.#session?.close();
    this.#session = null;
  }

  #tellUnlessWaiting() {
    if (!this.#leading || this.#status.state === 'waiting') return;
    const message = "No service worker of the app is active here yet. If this page is not in its scope, name it with 'worker'.";
    this.#tell({ state: 'waiting', message });
  }

  /** @param {Status} status */
  #tell(status) {
    this.#status = Object.freeze(status);
    if (this.#options.statusElement) display(this.#options.statusElement, this.#status);
    this.#options.onStatus(this.#status);
  }
}

/**
 * @returns {string} this browser profile's id on this origin
 */
function clientId() {
  const fresh = crypto.randomUUID();
  try {
    const known = localStorage.getItem(CLIENT);
    if (known) return known;
    localStorage.setItem(CLIENT, fresh);
  } catch {
    // Without storage each connection is a client of its own.
  }
  return fresh;
}
