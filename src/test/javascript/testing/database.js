// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Rules } from '../../../main/javascript/store/allow.js' */
import './indexeddb.js';
import { RequestServer } from '../../../main/javascript/serve/request-server.js';
import { AllowList } from '../../../main/javascript/store/allow.js';
import { AllowedStores } from '../../../main/javascript/store/allowed-stores.js';
import { DatabasePool } from '../../../main/javascript/store/database-pool.js';
import { columnsOf, schemaMessage } from './schema.js';

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
export function promisifyRequest(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * Opens a database as an app does, upgrading it first.
 * @param {string} name
 * @param {number} version
 * @param {(db: IDBDatabase) => void} [upgrade]
 * @returns {Promise<IDBDatabase>}
 */
export function appOpens(name, version, upgrade = () => {}) {
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = () => upgrade(request.result);
  return promisifyRequest(request);
}

/**
 * @param {IDBDatabase} db
 * @param {string} store
 * @param {any[][]} records value, and key if it is not in the value
 */
export async function put(db, store, records) {
  const transaction = db.transaction([store], 'readwrite');
  for (const [value, key] of records) transaction.objectStore(store).put(value, key);
  await new Promise((resolve) => {
    transaction.oncomplete = resolve;
  });
}

/**
 * @param {Rules} rules
 * @param {AllowList} [allowed] what holds them, to change them later
 * @returns {(request: object) => Promise<any>} what asks an export worker with these rules
 */
export function exportWorker(rules, allowed = new AllowList()) {
  allowed.set(rules);
  const server = new RequestServer(new AllowedStores(allowed, new DatabasePool()));
  return (request) =>
    new Promise((resolve) => {
      const port = { postMessage: resolve };
      server.serve(/** @type {any} */ (request), /** @type {any} */ (port), 'ticket');
    });
}

/**
 * Reads a split to its end, as the agent does, which writes the head.
 * @param {(request: object) => Promise<any>} ask
 * @param {any} request
 * @param {() => Promise<void>} [between] what happens after each batch but the last
 * @returns {Promise<any>} the results and the bytes of all batches; the failure instead of the bytes if there is one
 */
export async function readAll(ask, request, between = async () => {}) {
  const results = [];
  const parts = (request.format ?? 'arrow') === 'arrow' ? [schemaMessage(columnsOf(request))] : [];
  let next = { op: 'read', range: {}, mode: 'FAILFAST', format: 'arrow', count: 16, byteTarget: 1 << 20, ...request };
  for (;;) {
    const { result, buffer, failure } = await ask(next);
    if (failure) return { failure, results };
    results.push({ ...result, size: buffer.byteLength });
    parts.push(Buffer.from(buffer));
    if (result.done) return { results, bytes: Buffer.concat(parts) };
    const limit = next.limit && { limit: result.unlimited ? undefined : Math.max(1, next.limit - result.records) };
    await between();
    next = {
      ...next,
      after: result.last ?? next.after,
      afterPrimary: result.lastPrimary,
      identity: result.identity,
      count: result.count,
      ...limit,
    };
  }
}
