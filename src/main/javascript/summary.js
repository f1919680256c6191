// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Kind } from './kinds.js' */
/** @import { KeyJson } from './protocol.js' */
import { kindOf } from './kinds.js';
import { Unreadable } from './tagged-json.js';

/**
 * The types seen at one place of some records, as protocol.md describes it, with fields by name.
 * @typedef {{kinds: Record<string, number>, list?: Node, map?: {keys: Node, values: Node}, object?: ObjectNode}} Node
 *
 * @typedef {{fields: Map<string, Field>, values?: undefined} | {values: Node, fields?: undefined}} ObjectNode
 *
 * @typedef {{at: [number, number], node: Node}} Field
 */

/** Nesting beyond which an object, list or map is only counted as `deep`. */
const MAX_LEVELS = 32;

/** Distinct names beyond which an object is a map, not a struct. */
const MAX_NAMES = 250;

/** The same for the records themselves. */
const MAX_ROOT_NAMES = 10_000;

/** How deep a record may be nested before it counts as corrupt. */
const MAX_DEPTH = 1000;

/** How many values a record may unfold to: values that it shares count each time. */
const MAX_VALUES = 20_000_000;

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
      checkReadable(record, new Set(), new Set());
      this.#records++;
      this.#values = 0;
      this.#observe(this.#root, record, 1, MAX_ROOT_NAMES);
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
      const child = childOf(/** @type {ObjectNode} */ (node.object), name, [this.#ordinal, position]);
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

/** @returns {Node} */
function newNode() {
  return { kinds: {} };
}

/**
 * @param {Node} node
 * @param {Kind | 'deep'} kind
 */
function count(node, kind, times = 1) {
  node.kinds[kind] = (node.kinds[kind] ?? 0) + times;
}

/**
 * @param {ObjectNode} object
 * @param {string} name
 * @param {[number, number]} at
 * @returns {Node}
 */
function childOf(object, name, at) {
  if (object.values) return object.values;
  let field = object.fields.get(name);
  if (field === undefined) {
    field = { at, node: newNode() };
    object.fields.set(name, field);
  } else if (isBefore(at, field.at)) field.at = at;
  return field.node;
}

/**
 * @param {[number, number]} a
 * @param {[number, number]} b
 */
function isBefore(a, b) {
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
}

/**
 * @param {Node} node
 * @param {number} maxNames
 */
function collapse(node, maxNames) {
  const fields = node.object?.fields;
  if (fields === undefined || fields.size <= maxNames) return;
  const values = newNode();
  for (const field of fields.values()) merge(values, field.node, MAX_NAMES);
  node.object = { values };
}

/**
 * @param {Node} into
 * @param {Node} from
 * @param {number} maxNames
 */
function merge(into, from, maxNames) {
  for (const [kind, times] of Object.entries(from.kinds)) count(into, /** @type {Kind} */ (kind), times);
  if (from.list) merge((into.list ??= newNode()), from.list, MAX_NAMES);
  if (from.map) {
    into.map ??= { keys: newNode(), values: newNode() };
    merge(into.map.keys, from.map.keys, MAX_NAMES);
    merge(into.map.values, from.map.values, MAX_NAMES);
  }
  if (from.object) mergeObject(into, from.object, maxNames);
}

/**
 * @param {Node} into
 * @param {ObjectNode} from
 * @param {number} maxNames
 */
function mergeObject(into, from, maxNames) {
  into.object ??= { fields: new Map() };
  if (from.values) {
    collapse(into, -1);
    merge(/** @type {{values: Node}} */ (into.object).values, from.values, MAX_NAMES);
    return;
  }
  for (const [name, field] of from.fields) merge(childOf(into.object, name, field.at), field.node, MAX_NAMES);
  collapse(into, maxNames);
}

/**
 * @param {Node} node
 * @returns {object}
 */
function toJson(node) {
  return {
    kinds: node.kinds,
    ...(node.list && { list: toJson(node.list) }),
    ...(node.map && { map: { keys: toJson(node.map.keys), values: toJson(node.map.values) } }),
    ...(node.object && { object: objectToJson(node.object) }),
  };
}

/** @param {ObjectNode} object */
function objectToJson(object) {
  if (object.values) return { values: toJson(object.values) };
  const fields = Array.from(object.fields, ([name, { at, node }]) => ({ name, at, node: toJson(node) }));
  return { fields: fields.sort((a, b) => a.at[0] - b.at[0] || a.at[1] - b.at[1] || (a.name < b.name ? -1 : 1)) };
}

/**
 * @param {any} value
 * @param {Set<unknown>} ancestors
 * @param {Set<unknown>} done what need not be looked at again
 * @throws {Unreadable}
 */
function checkReadable(value, ancestors, done) {
  if (typeof value !== 'object' || value === null || done.has(value)) return;
  if (ancestors.has(value)) throw new Unreadable('it contains itself');
  if (ancestors.size >= MAX_DEPTH) throw new Unreadable(`it is nested more than ${MAX_DEPTH} levels deep`);
  const kind = kindOf(value);
  if (kind === 'other') throw new Unreadable(`it holds a ${Object.prototype.toString.call(value).slice(8, -1)}`);
  if (kind !== 'object' && kind !== 'list' && kind !== 'map') return;
  ancestors.add(value);
  for (const part of partsOf(value, kind)) checkReadable(part, ancestors, done);
  ancestors.delete(value);
  done.add(value);
}

/**
 * @param {any} value
 * @param {'object' | 'list' | 'map'} kind
 * @returns {Iterable<unknown>}
 */
function partsOf(value, kind) {
  if (kind === 'object') return Object.values(value);
  return kind === 'list' ? value : [...value.keys(), ...value.values()];
}
