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
  #onLead;
  #onLose;
  /** @type {BroadcastChannel | null} null while it takes no part */
  #channel = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  /** @type {AbortController} */
  #wait = new AbortController();
  /** @type {(() => void) | null} gives the lock back; null unless leading */
  #release = null;
  #lastSign = 0;
  #onVisible = () => {
    this.#lastSign = performance.now();
  };

  /**
   * @param {string} name what there is one leader of
   * @param {{onLead: () => void, onLose: () => void}} events
   */
  constructor(name, { onLead, onLose }) {
    this.#name = `spark-indexeddb ${name}`;
    this.#onLead = onLead;
    this.#onLose = onLose;
  }

  /** Takes part. */
  join() {
    if (this.#channel) return;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.onmessage = () => {
      this.#lastSign = performance.now();
    };
    this.#lastSign = performance.now();
    this.#timer = setInterval(() => this.#look(), LOOK_INTERVAL);
    document.addEventListener('visibilitychange', this.#onVisible);
    this.#request({});
  }

  /** Leaves; another tab may lead. */
  leave() {
    if (!this.#channel) return;
    this.#channel.close();
    this.#channel = null;
    clearInterval(this.#timer);
    document.removeEventListener('visibilitychange', this.#onVisible);
    this.#wait.abort();
    this.#release?.();
    this.#release = null;
  }

  /** Tells the other tabs that this one, which leads, is awake. */
  sign() {
    this.#channel?.postMessage('awake');
  }

  #look() {
    const silence = performance.now() - this.#lastSign;
    if (this.#release || silence < SILENCE || document.visibilityState !== 'visible') return;
    this.#lastSign = performance.now();
    this.#wait.abort();
    this.#request({ steal: true });
  }

  /** @param {{steal?: true}} how */
  #request(how) {
    const wait = new AbortController();
    this.#wait = wait;
    // A request that takes the lock away cannot be called off.
    const options = how.steal ? how : { signal: wait.signal };
    navigator.locks
      .request(this.#name, options, () => this.#lead(wait))
      // Called off, or the lock was taken away.
      .catch(() => {})
      .then(() => this.#ended(wait));
  }

  /** @param {AbortController} wait */
  #lead(wait) {
    if (wait.signal.aborted) return undefined;
    return new Promise((/** @type {(value?: undefined) => void} */ resolve) => {
      this.#release = resolve;
      this.#onLead();
    });
  }

  /** @param {AbortController} wait */
  #ended(wait) {
    if (wait.signal.aborted || !this.#channel) return;
    this.#release = null;
    this.#lastSign = performance.now();
    this.#onLose();
    this.#request({});
  }
}
