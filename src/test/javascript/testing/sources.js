// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../main/javascript/', import.meta.url));

/** What lies beside the modules of the two browser files. */
const OTHERS = new Set(['build.js', 'dist', 'node_modules', 'types']);

/** The modules of the browser files, by their path below src/main/javascript. @type {Map<string, string>} */
export const SOURCES = new Map(
  readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.js') && !OTHERS.has(path.split('/')[0]))
    .map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]),
);
