// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** How long a standby tab that is seen waits for a sign of the leading one, in milliseconds: two pings of the agent, and some. */
export const SILENCE = 25_000;

/** How often a standby tab looks. */
const LOOK_INTERVAL = 5_000;

/**
 * Which tab of an origin holds the connection: the one with the lock. The others wait for it; one that is seen takes it away from a
 * leader that has fallen silent, as browsers let hidden tabs sleep. Confined to the page's thread.
 */
export class Leadership {
  #name;
  #events;
  /** @type {AbortController | null} ends this tab's part; null while it takes none */
  #part = null;
  /** @type {BroadcastChannel | undefined} */
  #channel;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #lastSign = 0;

  /**
   * @param {string} name what there is one leader of
   * @param {{onLead: (signal: AbortSignal) => void, onLose: (error?: Error) => void}} events the signal tells that the
   *   lead is over, in whatever way; the error is the browser's, which will not let this tab take part
   */
  constructor(name, events) {
    this.#name = `spark-indexeddb ${name}`;
    this.#events = events;
  }

  /** Takes part. A tab that does so already waits for a sign anew: who was asleep has heard none. */
  join() {
    this.#heard();
    if (!this.#part) this.#takePart(false);
  }

  /** Leaves; another tab may lead. */
  leave() {
    this.#part?.abort();
    this.#part = null;
    this.#channel?.close();
    clearInterval(this.#timer);
  }

  /** Tells the other tabs that this one, which leads, is awake. */
  sign() {
    this.#channel?.postMessage('awake');
  }

  #heard() {
    this.#lastSign = performance.now();
  }

  #look() {
    if (document.hidden || performance.now() - this.#lastSign < SILENCE) return;
    this.leave();
    this.#heard();
    this.#takePart(true);
  }

  /** @param {boolean} steal */
  #takePart(steal) {
    this.#part = new AbortController();
    const { signal } = this.#part;
    // Called off, or the lock was taken away, or the browser lets nobody have one.
    this.#compete(signal, steal).catch((e) => this.#ended(signal, e));
  }

  /**
   * @param {AbortSignal} signal
   * @param {boolean} steal
   */
  async #compete(signal, steal) {
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.onmessage = () => this.#heard();
    this.#timer = setInterval(() => this.#look(), LOOK_INTERVAL);
    // A request that takes the lock away cannot be called off.
    await navigator.locks.request(this.#name, steal ? { steal } : { signal }, () => this.#lead(signal));
  }

  /**
   * @param {AbortSignal} signal
   * @returns {Promise<unknown> | undefined} how long the lock is held
   */
  #lead(signal) {
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
  #ended(signal, error) {
    if (signal.aborted) return;
    this.leave();
    // A browser that refuses would do so again, at once and for ever.
    if (error.name !== 'AbortError') return this.#events.onLose(error);
    // Before anybody is told, who may close the link.
    this.join();
    this.#events.onLose();
  }
}
