// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { Unreadable } from '../values/record-limits.js';

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
export function promisifyRequest(request) {
  return promisifyCursor(request, (result, resolve) => resolve(result));
}

/** Stands for what the browser cannot read, though it is there. */
export const LOST = new Unreadable('the browser cannot read it');

/** What browsers call a failure to read a value; one of them may also mean that the connection is lost. */
const LOST_VALUE_ERRORS = ['NotReadableError', 'UnknownError'];

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T | Unreadable>} {@link LOST} if it seems that the browser cannot read a value; the transaction
 *   goes on
 */
export function promisifyIfReadable(request) {
  return promisifyRequest(request).catch((e) => {
    if (LOST_VALUE_ERRORS.includes(e.name)) return LOST;
    throw e;
  });
}

/**
 * @template T
 * @template R
 * @param {IDBRequest<T>} request
 * @param {(result: T, resolve: (value: R) => void) => void} onResult called again after each move of a cursor, until it
 *   resolves
 * @returns {Promise<R>}
 */
export function promisifyCursor(request, onResult) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      // What is thrown in a handler goes to nobody who waits.
      try {
        onResult(request.result, resolve);
      } catch (e) {
        reject(e);
      }
    };
    request.onerror = (event) => {
      // Else the transaction would be at its end.
      event.preventDefault();
      reject(request.error);
    };
  });
}
