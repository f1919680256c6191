// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Worker } from './worker.js' */
import { WORKER_SILENT } from '../protocol/error-codes.js';
import { framesOf } from '../protocol/protocol.js';

/** How many bytes may wait in the browser for the network before more are added. */
const MAX_BUFFERED_BYTES = 8 << 20;

/** After how long without a word the agent is taken for gone: three of its pings, and some. */
export const SILENCE_TIMEOUT = 35_000;

/**
 * One connection to the agent, from `hello` to its end. Confined to the page's thread.
 */
export class Session {
  #worker;
  #events;
  #socket;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #silenceTimer;
  /** Calls off what the worker is still asked. */
  #ended = new AbortController();

  /**
   * @param {string} url
   * @param {object} hello the first message
   * @param {Worker} worker
   * @param {{onWelcome: (message: {ticket?: string}) => void, onPing: () => void, onEnd: (closeCode?: number, reason?:
   *   string) => void}} events
   */
  constructor(url, hello, worker, events) {
    this.#worker = worker;
    this.#events = events;
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.onopen = () => this.#send(hello);
    socket.onmessage = ({ data }) => this.#onMessage(data);
    socket.onclose = ({ code, reason }) => this.#onClose(code, reason);
    // All that Chromium tells of a socket that a policy forbids.
    socket.onerror = () => this.#onClose();
    this.#watchSilence();
  }

  /** Ends the connection without a word to the listener. */
  close() {
    clearTimeout(this.#silenceTimer);
    this.#ended.abort();
    this.#socket.onmessage = null;
    this.#socket.close(1000);
  }

  /**
   * @param {number} [closeCode]
   * @param {string} [reason]
   */
  #onClose(closeCode, reason) {
    // Two requests that a silent worker leaves open end it once.
    if (this.#ended.signal.aborted) return;
    this.close();
    this.#events.onEnd(closeCode, reason);
  }

  /** A connection whose other end is gone without a word stays open for ever: only silence tells. */
  #watchSilence() {
    clearTimeout(this.#silenceTimer);
    this.#silenceTimer = setTimeout(() => this.#onClose(), SILENCE_TIMEOUT);
  }

  /** @param {any} data a message, unless somebody else than an agent answers */
  #onMessage(data) {
    this.#watchSilence();
    try {
      this.#handle(JSON.parse(data));
    } catch {
      this.#onClose();
    }
  }

  /**
   * @param {{type: 'welcome', ticket?: string} | {type: 'ping'} | {type: 'request', id: number, op: string}} message of
   *   the agent
   */
  #handle(message) {
    if (message.type === 'welcome') this.#events.onWelcome(message);
    if (message.type === 'request') this.#serve(message);
    if (message.type === 'ping') {
      this.#send({ type: 'pong' });
      this.#events.onPing();
      // Linked is who answers: an app may go over to a service worker without export worker when nothing is read.
      this.#worker.active().then((worker) => worker || this.#onClose());
    }
  }

  /** @param {{id: number, op: string}} request */
  async #serve({ id, ...request }) {
    const { result, buffer, failure } = await this.#worker.ask(request, this.#ended.signal);
    this.#send({ type: failure ? 'failure' : 'result', id, ...failure, ...result, bytes: buffer?.byteLength });
    // Linked is who answers: another read must not wait for this page again.
    if (failure?.code === WORKER_SILENT) this.#onClose();
    if (!buffer) return;
    for (const frame of framesOf(id, buffer)) {
      while (this.#isOpen && this.#socket.bufferedAmount > MAX_BUFFERED_BYTES) await this.#worker.pause();
      if (!this.#isOpen) return;
      this.#socket.send(frame);
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
