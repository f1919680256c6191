// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
export function promisifyRequest(request) {
  return promisifyCursor(request, (result, resolve) => resolve(result));
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T | undefined>} undefined if the browser has lost what it is about; its transaction goes on
 */
export function promisifyIfReadable(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = (event) => {
      if (request.error?.name !== 'NotReadableError') return reject(request.error);
      event.preventDefault();
      resolve(undefined);
    };
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
    request.onsuccess = () => onResult(request.result, resolve);
    request.onerror = () => reject(request.error);
  });
}
