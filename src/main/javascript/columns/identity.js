// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Vector } from './vector.js' */
/** @import { Type } from '../protocol/protocol.js' */
import { offsetsIn, rowReader, validityOf } from './row-readers.js';

/**
 * Tells encoded values apart as an engine does: what counts is what was written, not what it was made of.
 * @param {Type} type
 * @param {Vector} vector of that type
 * @returns {(row: number) => unknown} equal for equal values, for Sets; null for null
 */
export function identityIn(type, vector) {
  if (typeof type === 'string' || 'decimal' in type) {
    const read = rowReader(type, vector);
    return (row) => {
      const value = read(row);
      // A text, as JSON has no NaN. It is the same for -0 and 0, as it is to an engine.
      return value === null ? null : String(value);
    };
  }
  const of = nestedIn(type, vector);
  const isValid = validityOf(vector);
  return (row) => (isValid(row) ? of(row) : null);
}

/**
 * @param {Exclude<Type, string | {decimal: [number, number]}>} type
 * @param {Vector} vector
 * @returns {(row: number) => string}
 */
function nestedIn(type, vector) {
  const [child] = vector.children;
  if ('struct' in type) {
    const fields = type.struct.map((field, i) => identityIn(field.type, vector.children[i]));
    return (row) => JSON.stringify(fields.map((of) => of(row)));
  }
  const element = 'array' in type ? type.array : { struct: type.map.map((part) => ({ name: '', type: part })) };
  const of = identityIn(element, child);
  const ends = offsetsIn(vector);
  return (row) => JSON.stringify(Array.from({ length: ends[row + 1] - ends[row] }, (_, i) => of(ends[row] + i)));
}
