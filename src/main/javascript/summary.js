// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Node } from './type-node.js' */
/** @import { KeyJson } from './protocol.js' */
import { checkReadable, MAX_VALUES, Unreadable } from './readable.js';
import { childOf, collapse, count, MAX_NAMES, newNode, toJson } from './type-node.js';
import { kindOf } from './kinds.js';

/** Nesting beyond which an object, list or map is only counted as `deep`. */
const MAX_LEVELS = 32;

/** Distinct names beyond which the records themselves are maps. */
const MAX_ROOT_NAMES = 10_000;

/** What was seen in records. Confined to one request. */
export class Summary {
  #records = 0;
  #corrupt = 0;
  /** @type {{key?: KeyJson, reason?: string}} */
  #firstCorrupt = {};
  #root = newNode();
  #ordinal;
  #values = 0;

  /** @param {number} ordinal how many records were summarized before */
  constructor(ordinal) {
    this.#ordinal = ordinal;
  }

  /**
   * @param {unknown} record
   * @param {KeyJson} key
   */
  add(record, key) {
    try {
      checkReadable(record);
      this.#values = 0;
      this.#observe(this.#root, record, 1, MAX_ROOT_NAMES);
      this.#records++;
    } catch (e) {
      if (!(e instanceof Unreadable)) throw e;
      if (this.#corrupt++ === 0) this.#firstCorrupt = { key, reason: e.message };
    }
    this.#ordinal++;
  }

  toJson() {
    return { records: this.#records, corrupt: { count: this.#corrupt, ...this.#firstCorrupt }, root: toJson(this.#root) };
  }

  /**
   * @param {Node} node
   * @param {any} value
   * @param {number} level
   * @param {number} maxNames
   */
  #observe(node, value, level, maxNames) {
    // Values that it shares count each time.
    if (++this.#values > MAX_VALUES) throw new Unreadable('it unfolds to more values than a record may have');
    const kind = kindOf(value);
    const nests = kind === 'object' || kind === 'list' || kind === 'map';
    if (nests && level > MAX_LEVELS) return count(node, 'deep');
    count(node, kind);
    if (kind === 'object') this.#observeObject(node, value, level, maxNames);
    else if (kind === 'list') this.#observeList(node, value, level);
    else if (kind === 'map') this.#observeMap(node, value, level);
  }

  /**
   * @param {Node} node
   * @param {Record<string, unknown>} value
   * @param {number} level
   * @param {number} maxNames
   */
  #observeObject(node, value, level, maxNames) {
    node.object ??= { fields: new Map() };
    Object.keys(value).forEach((name, position) => {
      const child = childOf(node, name, [this.#ordinal, position]);
      this.#observe(child, value[name], level + 1, MAX_NAMES);
    });
    collapse(node, maxNames);
  }

  /**
   * @param {Node} node
   * @param {Iterable<unknown>} value
   * @param {number} level
   */
  #observeList(node, value, level) {
    const elements = (node.list ??= newNode());
    for (const element of value) this.#observe(elements, element, level + 1, MAX_NAMES);
  }

  /**
   * @param {Node} node
   * @param {Map<unknown, unknown>} value
   * @param {number} level
   */
  #observeMap(node, value, level) {
    const map = (node.map ??= { keys: newNode(), values: newNode() });
    for (const [key, item] of value) {
      this.#observe(map.keys, key, level + 1, MAX_NAMES);
      this.#observe(map.values, item, level + 1, MAX_NAMES);
    }
  }
}
