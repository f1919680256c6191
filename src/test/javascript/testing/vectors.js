// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { readFileSync } from 'node:fs';

/**
 * The vectors that the Java tests read too.
 * @param {string} name
 */
export function vectors(name) {
  return JSON.parse(readFileSync(new URL(`../../resources/wire/${name}.json`, import.meta.url), 'utf8'));
}
