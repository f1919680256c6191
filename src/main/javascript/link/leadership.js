// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * How long a standby tab that is seen waits for a heartbeat of the leading one, in milliseconds: two pings of the
 * agent, and some.
 */
export const SILENCE_TIMEOUT = 25_000;

/** How often a standby tab looks. */
const POLL_INTERVAL = 5_000;

/**
 * Which tab of an origin holds the connection: the one with the lock. The others wait for it; one that is seen takes it
 * away from a leader that has fallen silent, as browsers let hidden tabs sleep. Confined to the page's thread.
 */
export class Leadership {
  #name;
  #events;
  /** @type {AbortController | null} ends this tab's part; null while it takes none */
  #candidacy = null;
  /** @type {BroadcastChannel | undefined} */
  #channel;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #lastHeartbeat = 0;

  /**
   * @param {string} name what there is one leader of
   * @param {{onLead: (signal: AbortSignal) => void, onLose: (error?: Error) => void}} events the signal tells that the
   *   lead is over, in whatever way; the error is the browser's, which will not let this tab take part
   */
  constructor(name, events) {
    this.#name = `spark-indexeddb ${name}`;
    this.#events = events;
  }

  /** Takes part. A tab that does so already begins to wait anew: while it was frozen it could receive none. */
  join() {
    this.#onHeartbeat();
    if (!this.#candidacy) this.#candidate(false);
  }

  /** Leaves; another tab may lead. */
  leave() {
    this.#candidacy?.abort();
    this.#candidacy = null;
    this.#channel?.close();
    clearInterval(this.#timer);
  }

  /** Tells the other tabs that this one, which leads, is awake. */
  heartbeat() {
    this.#channel?.postMessage('awake');
  }

  #onHeartbeat() {
    this.#lastHeartbeat = performance.now();
  }

  #checkLeader() {
    if (document.hidden || performance.now() - this.#lastHeartbeat < SILENCE_TIMEOUT) return;
    this.leave();
    this.#onHeartbeat();
    this.#candidate(true);
  }

  /** @param {boolean} steal */
  #candidate(steal) {
    this.#candidacy = new AbortController();
    const { signal } = this.#candidacy;
    // Called off, or the lock was taken away, or the browser lets nobody have one.
    this.#requestLock(signal, steal).catch((e) => this.#onEnd(signal, e));
  }

  /**
   * @param {AbortSignal} signal
   * @param {boolean} steal
   */
  async #requestLock(signal, steal) {
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.onmessage = () => this.#onHeartbeat();
    this.#timer = setInterval(() => this.#checkLeader(), POLL_INTERVAL);
    // A request that takes the lock away cannot be called off.
    await navigator.locks.request(this.#name, steal ? { steal } : { signal }, () => this.#onLock(signal));
  }

  /**
   * @param {AbortSignal} signal
   * @returns {Promise<unknown> | undefined} how long the lock is held
   */
  #onLock(signal) {
    if (signal.aborted) return undefined;
    clearInterval(this.#timer);
    return new Promise((release) => {
      signal.addEventListener('abort', release);
      this.#events.onLead(signal);
    });
  }

  /**
   * @param {AbortSignal} signal
   * @param {Error} error
   */
  #onEnd(signal, error) {
    if (signal.aborted) return;
    this.leave();
    // A browser that refuses would do so again, at once and for ever.
    if (error.name !== 'AbortError') return this.#events.onLose(error);
    // Before anybody is told, who may close the link.
    this.join();
    this.#events.onLose();
  }
}
