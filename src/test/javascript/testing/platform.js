// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** A class that browsers have and Node lacks. */
class DOMPoint {
  #x;

  /** @param {number} x */
  constructor(x) {
    this.#x = x;
  }

  get x() {
    return this.#x;
  }

  get y() {
    return 0;
  }

  get [Symbol.toStringTag]() {
    return 'DOMPoint';
  }

  toJSON() {
    return 'not asked for';
  }
}

// As interfaces of the platform have it, unlike classes.
for (const name of ['x', 'y', 'toJSON']) Object.defineProperty(DOMPoint.prototype, name, { enumerable: true });
Object.assign(globalThis, { DOMPoint });
