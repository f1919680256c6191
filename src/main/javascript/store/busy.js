// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import * as ErrorCode from '../protocol/error-codes.js';
import { WorkerError } from '../protocol/protocol.js';

/**
 * Waits for what a database may hold up, but not for ever: what is late goes on, and nobody hears of it.
 * @template T
 * @param {Promise<T>} promise
 * @param {number} time in milliseconds
 * @param {string} name of the database
 * @param {Culprit} culprit who holds it up
 * @returns {Promise<T>} it rejects with DATABASE_BUSY if the other takes long
 */
export function inTime(promise, time, name, culprit) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(reject, time, busy(name, culprit));
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/**
 * Who holds a database up: the app upgrades or waits for other tabs, the browser fails, the app upgrades again and
 * again, or it writes.
 * @typedef {'tabs' | 'browser' | 'app' | 'transaction'} Culprit
 *
 * @param {string} name
 * @param {Culprit} culprit
 * @param {unknown} [why]
 */
export function busy(name, culprit, why) {
  return new WorkerError(ErrorCode.DATABASE_BUSY, [name, culprit, String(why)]);
}
