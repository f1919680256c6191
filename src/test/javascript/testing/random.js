// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** Random values that can be had again: run with SEED=<what a failed test printed>. */
export class Random {
  /** @param {import('node:test').TestContext} context prints the seed if the test fails or not */
  constructor(context) {
    this.seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
    this.state = this.seed;
    context.diagnostic(`SEED=${this.seed}`);
  }

  /** mulberry32 */
  next() {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** @param {number} bound exclusive */
  below(bound) {
    return Math.floor(this.next() * bound);
  }

  /** @template T @param {T[]} choices */
  of(choices) {
    return choices[this.below(choices.length)];
  }

  /** Strings of all lengths of UTF-8, whole and torn surrogate pairs, at their ends too. */
  string() {
    const unit = () =>
      this.of(['a', '\0', '\x7f', '\u0080', 'é', '\u07ff', '\u0800', '€', '\uffff', '😀', '\ud83d', '\ude00']);
    return Array.from({ length: this.below(6) }, unit).join('');
  }

  /** A number of any kind. */
  number() {
    return this.of([
      () => this.below(1000),
      () => -this.below(2 ** 31),
      () => Math.floor((this.next() - 0.5) * Number.MAX_SAFE_INTEGER * 2),
      () => (this.next() - 0.5) * 10 ** this.below(20),
      () =>
        this.of([
          0,
          -0,
          NaN,
          Infinity,
          -Infinity,
          Number.MAX_SAFE_INTEGER,
          Number.MIN_SAFE_INTEGER,
          2 ** 32,
          -(2 ** 32),
          2 ** 53,
        ]),
    ])();
  }
}
