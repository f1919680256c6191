// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Kind } from '../values/value-kind.js' */

/**
 * The types seen at one place of some records, as protocol.md describes it, with fields by name.
 * @typedef {{kinds: Record<string, number>, list?: Node, map?: {keys: Node, values: Node}, object?: ObjectNode}} Node
 *
 * `values`: of the fields whose names are more than the allowed number.
 * @typedef {{fields: Map<string, Field>, values?: Node}} ObjectNode
 *
 * @typedef {{at: [number, number], node: Node}} Field
 */

/** @returns {Node} */
export function newNode() {
  return { kinds: {} };
}

/**
 * @param {Node} node
 * @param {Kind | 'deep'} kind
 */
export function count(node, kind) {
  node.kinds[kind] = (node.kinds[kind] ?? 0) + 1;
}

/**
 * @param {ObjectNode} object
 * @param {string} name
 * @param {[number, number]} at ordinal of the record and position in the object
 * @param {number} maxNames distinct names beyond which an object is a map, not a struct
 * @returns {Node} of the field, or of all whose names are too many
 */
export function childOf(object, name, at, maxNames) {
  let field = object.fields.get(name);
  if (field === undefined) {
    if (object.fields.size === maxNames) {
      object.values ??= newNode();
      return object.values;
    }
    field = { at, node: newNode() };
    object.fields.set(name, field);
  } else if (at[0] === field.at[0] && at[1] < field.at[1]) field.at = at;
  return field.node;
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
function objectToJson({ fields, values }) {
  return {
    fields: Array.from(fields, ([name, { at, node }]) => ({ name, at, node: toJson(node) })),
    ...(values && { values: toJson(values) }),
  };
}
