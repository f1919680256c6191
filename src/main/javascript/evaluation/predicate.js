// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { validityOf } from '../columns/row-readers.js';
import { badMessage } from '../protocol/protocol.js';
/** @import { Vector } from '../columns/vector.js' */
/** @import { Column, LiteralJson, PredicateJson } from '../protocol/protocol.js' */
/** @import { ResolvedReference } from './references.js' */
/** @import { RowReader, Value } from '../columns/row-readers.js' */
/** @import { LeafType } from './leaf-types.js' */
import { leafTypeOf } from './leaf-types.js';
import { resolve, vectorAt } from './references.js';

/** SQL's three truth values, in an order in which AND takes the least, OR the greatest, and NOT is the mirror image. */
const FALSE = 0;
const UNKNOWN = 1;
export const TRUE = 2;

/**
 * Some encoded rows.
 * @typedef {{vectors: Vector[], length: number}} Block
 *
 * @typedef {(block: Block) => Uint8Array} Test the truth value of each row
 */

/**
 * What makes of a predicate with a literal what tells whether it holds for a value.
 * @typedef {(leafType: LeafType, predicate: any) => (value: any) => boolean} Condition
 */
const CONDITIONS = /** @type {Record<string, Condition>} */ ({
  '=': ordered((order) => order === 0),
  '<=>': ordered((order) => order === 0),
  '<': ordered((order) => order < 0),
  '<=': ordered((order) => order <= 0),
  '>': ordered((order) => order > 0),
  '>=': ordered((order) => order >= 0),
  startsWith: searched((text, part) => text.startsWith(part)),
  endsWith: searched((text, part) => text.endsWith(part)),
  contains: searched((text, part) => text.includes(part)),
  in: membership,
});

/**
 * @param {PredicateJson} predicate
 * @param {Column[]} [columns] what it may refer to
 * @returns {Test}
 * @throws {IndexedDbError} BAD_MESSAGE if it makes no sense
 */
export function compile(predicate, columns) {
  switch (predicate.op) {
    case 'and':
      return joined(partsOf(predicate, columns, 2), Math.min);
    case 'or':
      return joined(partsOf(predicate, columns, 2), Math.max);
    case 'not':
      return negated(partsOf(predicate, columns, 1, 1)[0]);
    case 'always':
      return always(predicate.value);
    case 'isNull':
      return absence(resolve(predicate.column, columns));
    case 'isNotNull':
      return negated(absence(resolve(predicate.column, columns)));
    default:
      return tested(resolve(predicate.column, columns), predicate);
  }
}

/**
 * @param {{op: string, of: PredicateJson[]}} predicate
 * @param {Column[] | undefined} columns
 * @param {number} least
 * @param {number} [most]
 */
function partsOf({ op, of }, columns, least, most = Infinity) {
  if (of.length < least || of.length > most) throw badMessage(op, of);
  return of.map((part) => compile(part, columns));
}

/**
 * @param {Test[]} tests
 * @param {(a: number, b: number) => number} join
 * @returns {Test}
 */
function joined(tests, join) {
  return (block) => {
    const [first, ...others] = tests.map((test) => test(block));
    for (const other of others) for (let i = 0; i < first.length; i++) first[i] = join(first[i], other[i]);
    return first;
  };
}

/**
 * @param {Test} test
 * @returns {Test}
 */
function negated(test) {
  return (block) => test(block).map((truth) => TRUE - truth);
}

/**
 * @param {boolean | null} value
 * @returns {Test}
 */
function always(value) {
  const truth = [false, null, true].indexOf(value);
  if (truth < 0) throw badMessage('always', value);
  return ({ length }) => new Uint8Array(length).fill(truth);
}

/**
 * @param {ResolvedReference} place
 * @returns {Test}
 */
function absence(place) {
  return ({ vectors, length }) => {
    const isValid = validityOf(vectorAt(place, vectors));
    return new Uint8Array(length).map((_, row) => (isValid(row) ? FALSE : TRUE));
  };
}

/**
 * @param {ResolvedReference} place
 * @param {{op: string, value?: LiteralJson, values?: LiteralJson[]}} predicate
 * @returns {Test}
 */
function tested(place, predicate) {
  const { op, value: literal, values } = predicate;
  if (op === '<=>' && literal === null) return absence(place);
  if (!Object.hasOwn(CONDITIONS, op)) throw badMessage('op', op);
  const leafType = leafTypeOf(place.type);
  const holds = CONDITIONS[op](leafType, predicate);
  const absent = op === '<=>' ? FALSE : UNKNOWN;
  // Whether a value equals an unknown one is not known.
  const otherwise = op === 'in' && values?.includes(null) ? UNKNOWN : FALSE;
  return ({ vectors, length }) => {
    /** @type {RowReader} */
    const read = leafType.reader(vectorAt(place, vectors));
    const truths = new Uint8Array(length);
    for (let row = 0; row < length; row++) {
      const value = read(row);
      if (value === null) truths[row] = absent;
      else truths[row] = holds(value) ? TRUE : otherwise;
    }
    return truths;
  };
}

/**
 * @param {(order: number) => boolean} holds what an order of two values means to a comparison
 * @returns {Condition}
 */
function ordered(holds) {
  return ({ compare, literal }, predicate) => {
    const bound = literal(predicate.value);
    return (value) => holds(compare(value, bound));
  };
}

/** @type {Condition} */
function membership({ identity, literal }, { values }) {
  const known = values.filter((/** @type {LiteralJson} */ each) => each !== null);
  const members = new Set(known.map((/** @type {LiteralJson} */ each) => identity(literal(each))));
  return (value) => members.has(identity(value));
}

/**
 * @param {(text: string, part: string) => boolean} holds
 * @returns {Condition}
 */
function searched(holds) {
  return ({ literal }, predicate) => {
    const part = literal(predicate.value);
    if (typeof part !== 'string') throw badMessage('value', part);
    return (value) => holds(value, part);
  };
}
