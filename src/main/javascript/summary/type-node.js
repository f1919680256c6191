// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Kind } from '../values/value-kind.js' */

/**
 * The types seen at one place of some records, as protocol.md describes it, with fields by name.
 * @typedef {{kinds: Record<string, number>, list?: Node, map?: {keys: Node, values: Node}, object?: ObjectNode}} Node
 *
 * @typedef {{fields: Map<string, Field>, values?: undefined} | {values: Node, fields?: undefined}} ObjectNode
 *
 * @typedef {{at: [number, number], node: Node}} Field
 */

/** Distinct names beyond which an object is a map, not a struct. */
export const MAX_NESTED_NAMES = 250;

/** @returns {Node} */
export function newNode() {
  return { kinds: {} };
}

/**
 * @param {Node} node
 * @param {Kind | 'deep'} kind
 */
export function count(node, kind, times = 1) {
  node.kinds[kind] = (node.kinds[kind] ?? 0) + times;
}

/**
 * @param {Node} node of objects
 * @param {string} name
 * @param {[number, number]} at ordinal of the record and position in the object
 * @returns {Node} of the field, a new one if need be
 */
export function childOf(node, name, at) {
  const object = /** @type {ObjectNode} */ (node.object);
  if (object.values) return object.values;
  let field = object.fields.get(name);
  if (field === undefined) {
    field = { at, node: newNode() };
    object.fields.set(name, field);
  } else if (order(at, field.at) < 0) field.at = at;
  return field.node;
}

/**
 * @param {[number, number]} a
 * @param {[number, number]} b
 */
function order(a, b) {
  return a[0] - b[0] || a[1] - b[1];
}

/**
 * @param {Node} node
 * @param {number} maxNames
 */
export function collapse(node, maxNames) {
  const fields = node.object?.fields;
  if (fields === undefined || fields.size <= maxNames) return;
  const values = newNode();
  for (const field of fields.values()) merge(values, field.node);
  node.object = { values };
}

/**
 * @param {Node} into
 * @param {Node} from
 */
function merge(into, from) {
  for (const [kind, times] of Object.entries(from.kinds)) count(into, /** @type {Kind} */ (kind), times);
  if (from.list) {
    into.list ??= newNode();
    merge(into.list, from.list);
  }
  if (from.map) {
    into.map ??= { keys: newNode(), values: newNode() };
    merge(into.map.keys, from.map.keys);
    merge(into.map.values, from.map.values);
  }
  if (from.object) mergeObject(into, from.object);
}

/**
 * @param {Node} into
 * @param {ObjectNode} from
 */
function mergeObject(into, from) {
  into.object ??= { fields: new Map() };
  if (from.values) {
    collapse(into, -1);
    merge(/** @type {{values: Node}} */ (into.object).values, from.values);
    return;
  }
  for (const [name, field] of from.fields) merge(childOf(into, name, field.at), field.node);
  collapse(into, MAX_NESTED_NAMES);
}

/**
 * @param {Node} node
 * @returns {object}
 */
export function toJson(node) {
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
  return { fields: fields.sort((a, b) => order(a.at, b.at) || (a.name < b.name ? -1 : 1)) };
}
