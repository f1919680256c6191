// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

// The two lines that let Spark read; everything below is the app's own.
import 'spark-indexeddb/export-worker.js';

SparkIndexedDB.allow({
  notes: ['notes'],
  journal: ['entries'],
  settings: ['keyvaluepairs'],
  drafts: ['keyvaluepairs'],
});

import { precacheAndRoute } from 'workbox-precaching';

declare const self: { __WB_MANIFEST: { url: string; revision: string | null }[]; skipWaiting(): void };

precacheAndRoute(self.__WB_MANIFEST);
self.skipWaiting();
