// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Misfit } from './misfit.js' */
/** @import { Column, Malformed } from '../protocol.js' */
import * as ErrorCode from '../error-codes.js';
import { IndexedDbError } from '../protocol.js';
import { keyToJson } from '../keys.js';

/**
 * Some records of a store: keys and values side by side.
 * @typedef {{keys: IDBValidKey[], values: unknown[]}} Rows
 */

/** Which records of a batch are malformed, and why the first of each column is. Confined to one call. */
export class MalformedRows {
  #place;
  #rows;
  #indices = new Set();
  /** @type {[string, string][]} */
  #first = [];

  /**
   * @param {string} place database and store
   * @param {Rows} rows
   */
  constructor(place, rows) {
    this.#place = place;
    this.#rows = rows;
  }

  get count() {
    return this.#indices.size;
  }

  /**
   * @param {Column} column
   * @param {Map<number, Misfit>} misfits in the order of rows
   */
  add(column, misfits) {
    for (const [index, misfit] of misfits) {
      if (index === misfits.keys().next().value) {
        const text = sentence(this.#place, column, this.#rows.keys[index], misfit);
        this.#first.push([column.name, text]);
      }
      this.#indices.add(index);
    }
  }

  /** @param {number} index */
  has(index) {
    return this.#indices.has(index);
  }

  /** @returns {Rows} those that are well formed */
  others() {
    const isOther = (/** @type {unknown} */ _, /** @type {number} */ index) => !this.has(index);
    return { keys: this.#rows.keys.filter(isOther), values: this.#rows.values.filter(isOther) };
  }

  /** @returns {Malformed} */
  report() {
    // From entries, as a column may be called __proto__.
    return { count: this.count, first: Object.fromEntries(this.#first) };
  }
}

/**
 * @param {string} place
 * @param {Column} column
 * @param {IDBValidKey} key
 * @param {Misfit} misfit
 */
export function refusal(place, column, key, misfit) {
  return new IndexedDbError(
    ErrorCode.VALUE_DOES_NOT_FIT,
    `Cannot read ${sentence(place, column, key, misfit)}. Let the schema see every record with 'sampleSize=all', ` +
      `or read such values as null with 'mode=PERMISSIVE'.`,
    { key: keyToJson(key), column: column.name },
  );
}

/**
 * @param {string} place
 * @param {Column} column
 * @param {IDBValidKey} key
 * @param {Misfit} misfit
 */
function sentence(place, column, key, misfit) {
  const path = misfit.path.reduce((way, step) => (typeof step === 'number' ? `${way}[${step}]` : `${way}.${step}`), column.name);
  const what = column.source === 'key' ? 'the key' : `field '${path}'`;
  return `${what} of the record with key ${JSON.stringify(keyToJson(key))} in store '${place}': ${misfit.reason}`;
}
