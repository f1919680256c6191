// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Some records of a store: keys and values side by side.
 * @typedef {{keys: IDBValidKey[], values: unknown[]}} Rows
 */

/**
 * @param {Rows} rows
 * @param {number} start
 * @param {number} [end]
 * @returns {Rows}
 */
export function sliceRows({ keys, values }, start, end) {
  return { keys: keys.slice(start, end), values: values.slice(start, end) };
}

/**
 * @param {Rows} rows
 * @param {number[]} indices
 * @returns {Rows}
 */
export function rowsAt({ keys, values }, indices) {
  return { keys: indices.map((i) => keys[i]), values: indices.map((i) => values[i]) };
}
