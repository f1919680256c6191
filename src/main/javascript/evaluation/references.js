// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Vector } from '../columns/vector.js' */
/** @import { Column, Reference, Type } from '../protocol/protocol.js' */
import { badMessage } from '../protocol/protocol.js';

/**
 * Where a reference leads: the position of a column, then of the field in each struct on the way, and the type there.
 * @typedef {{steps: number[], type: Type}} ResolvedReference
 */

/**
 * @param {Reference} reference
 * @param {Column[]} [columns]
 * @returns {ResolvedReference}
 * @throws {IndexedDbError} BAD_MESSAGE if it leads nowhere
 */
export function resolve(reference, columns) {
  const place = search(reference, columns);
  if (place === null) throw badMessage('reference', String(reference));
  return place;
}

/**
 * The type of what a reference names.
 * @param {Reference} reference
 * @param {Column[]} [columns]
 * @returns {Type | null} null if there is no such field
 */
export function typeOf(reference, columns) {
  return search(reference, columns)?.type ?? null;
}

/**
 * @param {unknown} reference
 * @param {Column[]} [columns] those that show malformed records have no values to refer to
 * @returns {ResolvedReference | null}
 */
function search(reference, columns = []) {
  if (!Array.isArray(reference) || reference.length === 0) return null;
  const steps = [];
  /** @type {any} */
  let type = { struct: columns };
  for (const name of reference) {
    const fields = /** @type {Column[]} */ (type.struct ?? []);
    const step = fields.findIndex((field) => field.name === name && field.source !== 'corrupt');
    if (step < 0) return null;
    steps.push(step);
    type = fields[step].type;
  }
  return { steps, type };
}

/**
 * @param {ResolvedReference} place
 * @param {Vector[]} vectors of the columns
 * @returns {Vector} where a struct is null, its fields are
 */
export function vectorAt({ steps: [column, ...steps] }, vectors) {
  return steps.reduce((vector, step) => vector.children[step], vectors[column]);
}
