// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

// Tells the service worker which files of the build make the app open without a network.
import { injectManifest } from 'workbox-build';

await injectManifest({
  swSrc: 'dist/sw.js',
  swDest: 'dist/sw.js',
  globDirectory: 'dist',
  globPatterns: ['index.html', 'assets/*'],
});
