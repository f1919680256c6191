// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Worker } from './worker.js' */
import { failureOf, framesOf, PROTOCOL, VERSION } from '../protocol.js';

/** How many bytes may wait in the browser for the network before more are added. */
const MOST_BUFFERED = 8 << 20;

/** How often to look whether they have gone, in milliseconds. */
const LOOK_INTERVAL = 20;

/** After how long without a word the agent is taken for gone: three of its pings, and some. */
export const SILENCE = 35_000;

/**
 * One connection to the agent, from `hello` to its end. Confined to the page's thread.
 */
export class Session {
  #worker;
  #events;
  #socket;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #watch;
  /** Calls off what the worker is still asked. */
  #over = new AbortController();

  /**
   * @param {Worker} worker
   * @param {{url: string, token?: string, client: string, name: string}} identity
   * @param {{onWelcome: () => void, onPing: () => void, onEnd: (end: {code: number, reason: string}) => void}} events
   */
  constructor(worker, { url, token, client, name }, events) {
    this.#worker = worker;
    this.#events = events;
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      this.#send({ type: 'hello', protocol: PROTOCOL, token, client, browser: name, version: VERSION });
    };
    socket.onmessage = ({ data }) => this.#receive(JSON.parse(data));
    socket.onclose = ({ code, reason }) => this.#end({ code, reason });
    // All that Chromium tells of a socket that a policy forbids.
    socket.onerror = () => this.#end({ code: 1006, reason: '' });
    this.#listen();
  }

  /** Ends the connection without a word to the listener. */
  close() {
    clearTimeout(this.#watch);
    this.#over.abort();
    this.#socket.onclose = null;
    this.#socket.onerror = null;
    this.#socket.onmessage = null;
    this.#socket.close(1000);
  }

  /** @param {{code: number, reason: string}} end */
  #end(end) {
    this.close();
    this.#events.onEnd(end);
  }

  /** A connection whose other end is gone without a word stays open for ever: only silence tells. */
  #listen() {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.#end({ code: 1006, reason: '' }), SILENCE);
  }

  /** @param {any} message */
  #receive(message) {
    this.#listen();
    if (message.type === 'welcome') this.#events.onWelcome();
    if (message.type === 'request') this.#serve(message);
    if (message.type === 'ping') {
      this.#send({ type: 'pong' });
      this.#events.onPing();
    }
  }

  /** @param {{id: number, op: string}} request */
  async #serve({ id, ...request }) {
    const { result, buffer, failure } = await this.#worker.ask(request, this.#over.signal).catch((e) => ({ ...nothing, failure: failureOf(e) }));
    if (failure) return this.#send({ type: 'failure', id, ...failure });
    this.#send({ type: 'result', id, ...result, ...(buffer && { bytes: buffer.byteLength }) });
    if (!buffer) return undefined;
    for (const frame of framesOf(id, buffer)) {
      await this.#drained();
      if (!this.#isOpen) return undefined;
      this.#socket.send(frame);
    }
  }

  async #drained() {
    while (this.#isOpen && this.#socket.bufferedAmount > MOST_BUFFERED) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL));
    }
  }

  get #isOpen() {
    return this.#socket.readyState === 1;
  }

  /** @param {object} message */
  #send(message) {
    // A lone surrogate becomes an escape here, which UTF-8 has a form for.
    if (this.#isOpen) this.#socket.send(JSON.stringify(message));
  }
}

/** @type {{result?: object, buffer?: ArrayBuffer}} */
const nothing = {};
