// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Rows } from '../values/rows.js' */
/** @import { KeyJson } from '../protocol/protocol.js' */
/** @import { Block } from './blocks.js' */
import { compareKeys, keyToJson } from '../values/keys.js';
import { BESIDE_INDEX } from './blocks.js';

/**
 * How far a request came: how many records it has looked at, and where the last of them is.
 * @typedef {{read: number, last?: KeyJson, lastPrimary?: KeyJson}} Progress
 */

/**
 * The records of some blocks that are wanted, and where each of them is among all that were looked at. Confined to one
 * request.
 */
export class RowBuffer {
  /** @type {Rows} */
  rows = { keys: [], values: [] };
  /** How many records were looked at. */
  read = 0;
  /** Whether nothing is left beyond. */
  isLast = false;
  /** @type {{block: Block, start: number}[]} */
  #blocks = [];
  /** @type {number[]} of each row, how many records were looked at up to it */
  #reads = [];

  /**
   * @param {Block} block
   * @param {Iterable<number>} [kept] indices of wanted records; without it all are
   */
  add(block, kept = block.keys.keys()) {
    const start = this.read;
    this.#blocks.push({ block, start });
    this.read += block.keys.length;
    this.isLast = block.rest.length === 0;
    for (const i of kept) {
      this.rows.keys.push(block.keys[i]);
      this.rows.values.push(block.values[i]);
      this.#reads.push(start + i + 1);
    }
  }

  /**
   * @param {number} count of the rows that leave
   * @returns {Progress}
   */
  progress(count) {
    const read = count < this.#reads.length ? this.#reads[count - 1] : this.read;
    if (read === 0) return { read };
    const { block, start } = /** @type {{block: Block, start: number}} */ (
      this.#blocks.findLast((each) => each.start < read)
    );
    return { read, ...resumeKeyOf(block, read - start - 1) };
  }
}

/**
 * @param {Block} block
 * @param {number} i
 * @returns {{last: KeyJson, lastPrimary?: KeyJson}}
 */
export function resumeKeyOf({ keys, indexKeys, rest, besideIndex }, i) {
  if (besideIndex) return { last: keyToJson(BESIDE_INDEX), lastPrimary: keyToJson(keys[i]) };
  if (indexKeys === undefined) return { last: keyToJson(keys[i]) };
  const goesOn =
    i + 1 < keys.length ? compareKeys(indexKeys[i], indexKeys[i + 1]) === 0 : rest[0]?.afterPrimary !== undefined;
  return { last: keyToJson(indexKeys[i]), ...(goesOn && { lastPrimary: keyToJson(keys[i]) }) };
}
