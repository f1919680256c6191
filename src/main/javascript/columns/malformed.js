// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Misfit } from './misfit.js' */
/** @import { Layout } from './batch.js' */
/** @import { Rows } from '../values/rows.js' */
/** @import { Column, Malformed } from '../protocol/protocol.js' */
import * as ErrorCode from '../protocol/error-codes.js';
import { inWords } from '../protocol/messages.js';
import { WorkerError } from '../protocol/protocol.js';
import { keyToJson } from '../values/keys.js';
import { rowsAt } from '../values/rows.js';

/** Which records of a batch are malformed, and why the first of each column is. Confined to one call. */
export class MalformedRows {
  /** @type {Set<number>} */
  indices = new Set();
  #layout;
  #rows;
  /** @type {[string, Malformed['first'][string]][]} */
  #first = [];

  /**
   * @param {Layout} layout
   * @param {Rows} rows
   */
  constructor(layout, rows) {
    this.#layout = layout;
    this.#rows = rows;
  }

  /**
   * @param {Column} column
   * @param {Map<number, Misfit>} misfits in the order of rows
   * @throws {IndexedDbError} VALUE_DOES_NOT_FIT in mode FAILFAST
   */
  add(column, misfits) {
    const [[index, misfit]] = misfits;
    const { found, path } = misfit;
    const { mode, place } = this.#layout;
    const { name, source } = column;
    const key = keyToJson(this.#rows.keys[index]);
    const told = { ...found, path: [name, ...path], source, key: JSON.stringify(key), place };
    if (mode === 'FAILFAST') throw new WorkerError(ErrorCode.VALUE_DOES_NOT_FIT, [told], { key, column: name });
    this.#first.push([name, inWords(told)]);
    for (const i of misfits.keys()) this.indices.add(i);
  }

  /** @returns {Rows} those that are well formed */
  others() {
    const others = [...this.#rows.keys.keys()].filter((i) => !this.indices.has(i));
    return rowsAt(this.#rows, others);
  }

  /** @returns {Malformed} */
  report() {
    // From entries, as a column may be called __proto__.
    return { count: this.indices.size, first: Object.fromEntries(this.#first) };
  }
}
