// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

// Lets Workbox write a whole service worker, and the export worker be loaded by it: node workbox.mjs SERVICE_WORKER
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';

const { generateSW } = createRequire(resolve('examples/06-web-app/package.json'))('workbox-build');
const swDest = process.argv[2];
await generateSW({
  swDest,
  globDirectory: dirname(swDest),
  globPatterns: [],
  additionalManifestEntries: [{ url: '/seed', revision: '1' }],
  importScripts: ['/spark-indexeddb/export-worker.js', '/allow.js'],
  inlineWorkboxRuntime: true,
  skipWaiting: true,
  clientsClaim: true,
  sourcemap: false,
});
