// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { thresholds } from '../../../main/javascript/protocol/thresholds.js';

/**
 * @template T
 * @param {Partial<typeof thresholds>} others
 * @param {() => T | Promise<T>} work during which they hold
 * @returns {Promise<T>}
 */
export async function withThresholds(others, work) {
  const before = { ...thresholds };
  Object.assign(thresholds, others);
  try {
    return await work();
  } finally {
    Object.assign(thresholds, before);
  }
}
