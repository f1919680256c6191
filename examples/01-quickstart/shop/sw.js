// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

// The two lines that let Spark read; everything below is the app's own.
importScripts('/spark-indexeddb/export-worker.js');
SparkIndexedDB.allow({ shop: ['orders', 'customers', 'products'] });

const CACHE = 'shop-1';
const SHELL = ['/', '/app.js', '/goods.js', '/store.js', '/spark-indexeddb/page-link.js'];

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(SHELL))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

// Cache first: the shop opens without a network.
self.addEventListener('fetch', (event) => {
  if (event.request.method !== 'GET' || new URL(event.request.url).origin !== self.location.origin) return;
  event.respondWith(caches.match(event.request, { ignoreSearch: true }).then((hit) => hit ?? fetch(event.request)));
});
