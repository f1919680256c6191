// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Answer } from './exporter.js' */
/** @import { KeyJson, ReadRequest } from './protocol.js' */

/** How many batches may wait for a request that wants them. */
const MOST = 4;

/** How long one may wait, in milliseconds: a later reader should see later data. */
const MOST_AGE = 10_000;

/**
 * Batches read before they were asked for, one for each split in progress. Losing one costs time, never rows.
 * Confined to the worker's thread.
 */
export class ReadAhead {
  #read;
  /** @type {Map<string, {batch: Promise<Answer | null>, since: number}>} oldest first */
  #waiting = new Map();

  /** @param {(request: ReadRequest) => Promise<Answer>} read */
  constructor(read) {
    this.#read = read;
  }

  /**
   * @param {ReadRequest} request
   * @returns {Promise<Answer>}
   */
  async take(request) {
    const answer = (await this.#taken(request)) ?? (await this.#read(request));
    const next = following(request, /** @type {Progress} */ (answer.result));
    if (next !== null) this.#begin(next);
    return answer;
  }

  /** Waits until nothing is being read. */
  async settled() {
    await Promise.all(Array.from(this.#waiting.values(), ({ batch }) => batch));
  }

  /** @param {ReadRequest} request */
  #taken(request) {
    this.#dropOld();
    const name = nameOf(request);
    const waiting = this.#waiting.get(name);
    this.#waiting.delete(name);
    return waiting?.batch ?? null;
  }

  /** @param {ReadRequest} request */
  #begin(request) {
    for (const name of this.#waiting.keys()) {
      if (this.#waiting.size >= MOST) this.#waiting.delete(name);
    }
    // A failure is no answer: the request itself meets it again, or no longer.
    const batch = this.#read(request).catch(() => null);
    this.#waiting.set(nameOf(request), { batch, since: performance.now() });
  }

  #dropOld() {
    for (const [name, { since }] of this.#waiting) {
      if (performance.now() - since > MOST_AGE) this.#waiting.delete(name);
    }
  }
}

/**
 * @typedef {{records: number, unlimited?: boolean, done: boolean, last?: KeyJson, lastPrimary?: KeyJson, count: number}} Progress
 *
 * @param {ReadRequest} request
 * @param {Progress} progress that it made
 * @returns {ReadRequest | null} what will be asked next, null if that is nothing
 */
function following({ limit, ...request }, { records, unlimited, done, last, lastPrimary, count }) {
  if (done || last === undefined || (limit !== undefined && request.order === undefined && records >= limit)) return null;
  const left = limit === undefined || unlimited ? undefined : Math.max(1, limit - records);
  return { ...request, after: last, afterPrimary: lastPrimary, limit: left, count, head: false };
}

/**
 * @param {ReadRequest} request
 * @returns {string} all that its answer depends on, but the hint how much to fetch
 */
function nameOf(request) {
  const { database, store, index, range, after, afterPrimary, byteTarget, head } = request;
  const { columns, judged, mode, format, predicate, tested, order, limit, aggregation } = request;
  return JSON.stringify([
    [database, store, index, range, after, afterPrimary, byteTarget, head === true],
    [columns, judged, mode, format, predicate, tested, order, limit, aggregation],
  ]);
}
