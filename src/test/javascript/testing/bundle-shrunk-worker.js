// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** Bundles the export worker whose thresholds tests set, for real browsers: `node bundle-shrunk-worker.js FILE`. */
import { fileURLToPath } from 'node:url';
import { build } from '../../../main/javascript/node_modules/esbuild/lib/main.js';

await build({
  entryPoints: [fileURLToPath(new URL('shrunk-worker.js', import.meta.url))],
  outfile: process.argv[2],
  bundle: true,
  // The package says that a module without a name that is used may be left out.
  ignoreAnnotations: true,
  format: 'iife',
  charset: 'utf8',
  logLevel: 'error',
});
