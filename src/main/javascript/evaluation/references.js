// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Vector } from '../columns/vector.js' */
/** @import { Column, Reference, Type } from '../protocol.js' */
import { wrong } from '../requests.js';

/**
 * Where a reference leads: a column, the positions of fields on the way down its structs, and the type there.
 * @typedef {{column: number, steps: number[], type: Type}} Place
 */

/**
 * @param {Reference} reference
 * @param {Column[]} columns
 * @returns {Place}
 * @throws {IndexedDbError} BAD_MESSAGE if it leads nowhere
 */
export function placeOf(reference, columns) {
  const [name, ...names] = reference;
  const column = columns.findIndex((candidate) => candidate.name === name && candidate.source !== 'corrupt');
  if (column < 0) throw nowhere(reference);
  let { type } = columns[column];
  const steps = names.map((step) => {
    const fields = typeof type === 'object' && 'struct' in type ? type.struct : [];
    const position = fields.findIndex((field) => field.name === step);
    if (position < 0) throw nowhere(reference);
    type = fields[position].type;
    return position;
  });
  return { column, steps, type };
}

/**
 * @param {Place} place
 * @param {Vector[]} vectors of the columns
 * @returns {Vector} where a struct is null, its fields are
 */
export function vectorAt({ column, steps }, vectors) {
  return steps.reduce((vector, step) => vector.children[step], vectors[column]);
}

/** @param {Reference} reference */
function nowhere(reference) {
  return wrong(`no column is called ${JSON.stringify(reference)}`);
}
