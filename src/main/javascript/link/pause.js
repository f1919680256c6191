// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * @param {number} time in milliseconds
 * @returns {Promise<void>} when it is over
 */
export const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
