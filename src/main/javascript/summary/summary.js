// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Node } from './type-node.js' */
/** @import { KeyJson } from '../protocol/protocol.js' */
import { isEndless, reasonAgainst, TOO_MANY_VALUES } from '../values/record-limits.js';
import { fieldsOf, kindOf } from '../values/value-kind.js';
import { childOf, count, newNode, toJson } from './type-node.js';

/** Nesting beyond which an object, list or map is only counted as `deep`. */
const MAX_TYPE_LEVELS = 32;

/** Distinct names beyond which an object is a map, and beyond which the records themselves are. */
export const MAX_NESTED_NAMES = 250;
export const MAX_ROOT_NAMES = 10_000;

/** What was seen in records. Confined to one request. */
export class Summary {
  #records = 0;
  /** @type {{count: number, key?: KeyJson, reason?: string}} how many, and which is the first */
  #corrupt = { count: 0 };
  #root = newNode();
  #ordinal;
  /** @type {Map<unknown, number>} values of the record that can be read, with how many values each unfolds to */
  #readable = new Map();
  /** @type {Set<unknown> | null} the others that were met; null if there is none */
  #met = null;

  /** @param {number} ordinal how many records were summarized before */
  constructor(ordinal) {
    this.#ordinal = ordinal;
  }

  /**
   * Where a record holds what has no form, nothing is seen: what is read there does not fit. All else of it counts.
   * @param {unknown} record
   * @param {KeyJson} key
   */
  add(record, key) {
    this.#readable.clear();
    const reason = reasonAgainst(record, this.#readable);
    this.#met = reason === null ? null : new Set();
    if (reason === null) this.#records++;
    else if (this.#corrupt.count++ === 0) Object.assign(this.#corrupt, { key, reason });
    this.#observe(this.#root, record, 1, MAX_ROOT_NAMES);
    this.#ordinal++;
  }

  toJson() {
    return { records: this.#records, corrupt: this.#corrupt, root: toJson(this.#root) };
  }

  /**
   * @param {unknown} value
   * @param {number} level
   * @returns {boolean} whether nothing is seen of it. What cannot be read is seen once, as it may contain itself
   */
  #isLeftOut(value, level) {
    if (this.#met === null) return false;
    if (this.#met.has(value) || kindOf(value) === 'other' || isEndless(value)) return true;
    const reason = reasonAgainst(value, this.#readable);
    if (reason !== null) this.#met.add(value);
    return level > 1 && reason === TOO_MANY_VALUES;
  }

  /**
   * @param {Node} node
   * @param {any} value
   * @param {number} level
   * @param {number} [maxNames]
   */
  #observe(node, value, level, maxNames = MAX_NESTED_NAMES) {
    if (this.#isLeftOut(value, level)) return;
    const kind = kindOf(value);
    const nests = kind === 'object' || kind === 'list' || kind === 'map';
    if (nests && level > MAX_TYPE_LEVELS) return count(node, 'deep');
    count(node, kind);
    if (kind === 'object') this.#observeObject(node, value, level, maxNames);
    else if (kind === 'list') {
      node.list ??= newNode();
      this.#observeEach(node.list, value, level);
    } else if (kind === 'map') {
      node.map ??= { keys: newNode(), values: newNode() };
      this.#observeEach(node.map.keys, value.keys(), level);
      this.#observeEach(node.map.values, value.values(), level);
    }
  }

  /**
   * @param {Node} node
   * @param {Record<string, unknown>} value
   * @param {number} level
   * @param {number} maxNames
   */
  #observeObject(node, value, level, maxNames) {
    node.object ??= { fields: new Map() };
    const { object } = node;
    const fields = /** @type {Record<string, unknown>} */ (fieldsOf(value));
    Object.keys(fields).forEach((name, position) => {
      this.#observe(childOf(object, name, [this.#ordinal, position], maxNames), fields[name], level + 1);
    });
  }

  /**
   * @param {Node} node
   * @param {Iterable<unknown>} values
   * @param {number} level of what they are in
   */
  #observeEach(node, values, level) {
    for (const value of values) this.#observe(node, value, level + 1);
  }
}
