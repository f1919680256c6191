// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

importScripts('/spark-indexeddb/export-worker.js', '/store.js');
const database = new URL(location).searchParams.get('database');
SparkIndexedDB.allow(Object.fromEntries(database.split(',').map((name) => [name, ['records']])));

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
