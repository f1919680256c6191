// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { PathJson } from '../protocol/protocol.js' */
/** @import { AccessPath } from './access-path.js' */
import { keyToJson } from '../values/keys.js';
import { isPoint } from './intervals.js';

/**
 * A path as plans tell it: which keys it leads to if they are one interval, else only how many intervals. The agent
 * makes words of it.
 * @param {AccessPath} path
 * @returns {PathJson}
 */
export function pathToJson({ index, intervals }) {
  const [only, ...others] = intervals ?? [];
  return {
    index: index?.name,
    intervals: intervals?.length,
    arePoints: intervals?.every(isPoint),
    only:
      only && others.length === 0
        ? { ...only, lower: keyToJson(only.lower), upper: keyToJson(/** @type {IDBValidKey} */ (only.upper)) }
        : undefined,
  };
}
