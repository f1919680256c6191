// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** IndexedDB for Node. */
import '../../../main/javascript/node_modules/fake-indexeddb/auto/index.mjs';

// It takes bytes for detached if there are none and they do not say otherwise, as they do not in this Node. A browser
// takes them for a key.
for (const { prototype } of [ArrayBuffer, Uint8Array]) {
  if (!('detached' in prototype)) Object.defineProperty(prototype, 'detached', { value: false });
}
