// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { RequestServer } from './serve/request-server.js';
import { AllowList } from './store/allow.js';
/** @import { Rules } from './store/allow.js' */
import { AllowedStores } from './store/allowed-stores.js';
import { DatabasePool } from './store/database-pool.js';

/**
 * The entry of the export worker, for the app's own service worker. It only wires the parts together.
 */
const allowed = new AllowList();
const server = new RequestServer(new AllowedStores(allowed, new DatabasePool()));

/**
 * A message to a service worker, as far as it matters here.
 * @typedef {MessageEvent & {waitUntil(work: Promise<unknown>): void}} WorkerMessage
 */

self.addEventListener('message', (event) => {
  const message = /** @type {WorkerMessage} */ (event);
  const { sparkIndexedDB: request, ticket } = message.data ?? {};
  const port = message.ports[0];
  // Every other message is the app's own.
  if (request && port) message.waitUntil(server.serve(request, port, ticket));
});

/** What the app's service worker calls. */
const SparkIndexedDB = Object.freeze({
  /**
   * Says which stores may leave the browser; without it none may.
   * @param {Rules} rules
   */
  allow: (rules) => allowed.set(rules),
});

Object.assign(globalThis, { SparkIndexedDB });
