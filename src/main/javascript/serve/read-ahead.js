// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Identity, KeyJson, ReadRequest, WorkerResult } from '../protocol/protocol.js' */

import { thresholds } from '../protocol/thresholds.js';

/**
 * A batch that was read or is being read; null if it could not be. `bytes` is known when it was read. `next`: what was
 * begun after it.
 * @typedef {{request: ReadRequest, batch: Promise<WorkerResult | null>, since: number, bytes: number, next: Batch |
 *   null}} Batch
 */

/**
 * Batches read before they were asked for. Losing one costs time, never rows.
 * Confined to the worker's thread.
 */
export class ReadAhead {
  #read;
  /** @type {Map<string, Batch>} oldest first */
  #waiting = new Map();

  /** @param {(request: ReadRequest) => Promise<WorkerResult>} read */
  constructor(read) {
    this.#read = read;
  }

  /**
   * @param {ReadRequest & {rules?: number}} request `rules`: under which its records may be read
   * @returns {Promise<WorkerResult>}
   */
  async take(request) {
    this.#dropOlderThan(thresholds.maxWaitingAge);
    const waiting = this.#waiting.get(cacheKeyOf(request));
    this.#waiting.delete(cacheKeyOf(request));
    const answer = (await waiting?.batch) ?? (await this.#read(request));
    const batch = waiting ?? { request, batch: Promise.resolve(answer), since: 0, bytes: 0, next: null };
    this.#readOn(batch, answer, thresholds.batchesAhead);
    return answer;
  }

  /** Waits until what is being read, and what follows it, has been read. */
  async settled() {
    for (let i = 0; i < thresholds.batchesAhead; i++)
      await Promise.all(Array.from(this.#waiting.values(), ({ batch }) => batch));
  }

  /**
   * Has so many batches read that follow one. What an earlier read left behind takes no part in it: it may be from
   * before a write.
   * @param {Batch} batch
   * @param {WorkerResult} answer that it is
   * @param {number} depth
   */
  #readOn(batch, answer, depth) {
    const following = nextRequestOf(batch.request, /** @type {Progress} */ (answer.result));
    if (following === null || depth === 0) return;
    batch.next ??= this.#begin(following);
    const { next } = batch;
    next?.batch.then((read) => read && this.#readOn(next, read, depth - 1));
  }

  /**
   * @param {ReadRequest} request
   * @returns {Batch | null} null if enough waits: what was read would be lost if it made room
   */
  #begin(request) {
    const name = cacheKeyOf(request);
    this.#waiting.delete(name);
    if (this.#isFull()) this.#dropOlderThan(thresholds.abandonedAge);
    if (this.#isFull()) return null;
    // A failure is no answer: the request itself meets it again, or no longer.
    const read = this.#read(request).catch(() => null);
    /** @type {Batch} */
    const batch = { request, batch: read, since: performance.now(), bytes: 0, next: null };
    read.then((answer) => (batch.bytes = answer?.buffer?.byteLength ?? 0));
    this.#waiting.set(name, batch);
    return batch;
  }

  #isFull() {
    const bytes = Array.from(this.#waiting.values()).reduce((sum, each) => sum + each.bytes, 0);
    return this.#waiting.size >= thresholds.maxBatchesWaiting || bytes >= thresholds.maxBytesWaiting;
  }

  /** @param {number} age in milliseconds */
  #dropOlderThan(age) {
    for (const [name, { since }] of this.#waiting) {
      if (performance.now() - since > age) this.#waiting.delete(name);
    }
  }
}

/**
 * @typedef {{records: number, unlimited?: boolean, done: boolean, last?: KeyJson, lastPrimary?: KeyJson, count: number,
 *   identity?: Identity}} Progress
 *
 * @param {ReadRequest} request
 * @param {Progress} progress that it made
 * @returns {ReadRequest | null} what will be asked next, null if that is nothing
 */
function nextRequestOf({ limit, ...request }, { records, unlimited, done, last, lastPrimary, count, identity }) {
  if (done || last === undefined || (limit !== undefined && request.order === undefined && records >= limit))
    return null;
  const left = limit === undefined || unlimited ? undefined : Math.max(1, limit - records);
  return { ...request, after: last, afterPrimary: lastPrimary, limit: left, count, identity };
}

/**
 * @param {ReadRequest} request
 * @returns {string} all that its answer depends on, but the hint how much to fetch, and who witnesses which store it is
 */
function cacheKeyOf(request) {
  const members = Object.entries({ ...request, count: 0, identity: request.identity?.connection });
  return JSON.stringify(Object.fromEntries(members.sort()));
}
