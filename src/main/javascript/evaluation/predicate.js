// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Vector } from '../columns/vector.js' */
/** @import { Column, LiteralJson, PredicateJson } from '../protocol.js' */
/** @import { Place } from './references.js' */
/** @import { Leaf, Reader } from './leaves.js' */
import { leafOf, validityOf } from './leaves.js';
import { placeOf, vectorAt } from './references.js';
import { wrong } from '../protocol.js';

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

/** What an order of two values means to a comparison. */
const COMPARISONS = /** @type {Record<string, (order: number) => boolean>} */ ({
  '=': (order) => order === 0,
  '<=>': (order) => order === 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
});

const SEARCHES = /** @type {Record<string, (text: string, part: string) => boolean>} */ ({
  startsWith: (text, part) => text.startsWith(part),
  endsWith: (text, part) => text.endsWith(part),
  contains: (text, part) => text.includes(part),
});

/**
 * @param {PredicateJson} predicate
 * @param {Column[]} [tested] what it may refer to
 * @returns {Test}
 * @throws {IndexedDbError} BAD_MESSAGE if it makes no sense
 */
export function compile(predicate, tested) {
  switch (predicate.op) {
    case 'and':
      return joined(partsOf(predicate, tested, 2), Math.min);
    case 'or':
      return joined(partsOf(predicate, tested, 2), Math.max);
    case 'not':
      return negated(partsOf(predicate, tested, 1, 1)[0]);
    case 'always':
      return always(predicate.value);
    case 'isNull':
      return presence(placeOf(predicate.column, tested), FALSE, TRUE);
    case 'isNotNull':
      return presence(placeOf(predicate.column, tested), TRUE, FALSE);
    case 'in':
      return membership(placeOf(predicate.column, tested), predicate.values);
    case 'startsWith':
    case 'endsWith':
    case 'contains':
      return search(placeOf(predicate.column, tested), SEARCHES[predicate.op], predicate.value);
    default:
      return comparison(placeOf(predicate.column, tested), predicate.op, predicate.value);
  }
}

/**
 * @param {{op: string, of: PredicateJson[]}} predicate
 * @param {Column[] | undefined} tested
 * @param {number} least
 * @param {number} [most]
 */
function partsOf({ op, of }, tested, least, most = Infinity) {
  if (of.length < least || of.length > most) throw wrong(op, of);
  return of.map((part) => compile(part, tested));
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
  if (truth < 0) throw wrong('always', value);
  return ({ length }) => new Uint8Array(length).fill(truth);
}

/**
 * @param {Place} place
 * @param {number} present
 * @param {number} absent
 * @returns {Test}
 */
function presence(place, present, absent) {
  return ({ vectors, length }) => {
    const isValid = validityOf(vectorAt(place, vectors));
    return new Uint8Array(length).map((_, row) => (isValid(row) ? present : absent));
  };
}

/**
 * @param {Place} place
 * @param {string} op
 * @param {LiteralJson} literal
 * @returns {Test}
 */
function comparison(place, op, literal) {
  if (!Object.hasOwn(COMPARISONS, op)) throw wrong('op', op);
  const isNullSafe = op === '<=>';
  if (literal === null && isNullSafe) return presence(place, FALSE, TRUE);
  const leaf = leafOf(place.type);
  const { compare } = leaf;
  const holds = COMPARISONS[op];
  const bound = leaf.literal(literal);
  return tested(place, leaf, (value) => holds(compare(value, bound)), isNullSafe ? FALSE : UNKNOWN);
}

/**
 * @param {Place} place
 * @param {LiteralJson[]} literals
 * @returns {Test}
 */
function membership(place, literals) {
  const leaf = leafOf(place.type);
  const { identity } = leaf;
  const present = literals.filter((literal) => literal !== null);
  const members = new Set(present.map((literal) => identity(leaf.literal(literal))));
  // Whether a value equals an unknown one is not known.
  const unmatched = present.length < literals.length ? UNKNOWN : FALSE;
  return tested(place, leaf, (value) => members.has(identity(value)), UNKNOWN, unmatched);
}

/**
 * @param {Place} place
 * @param {(text: string, part: string) => boolean} holds
 * @param {LiteralJson} literal
 * @returns {Test}
 */
function search(place, holds, literal) {
  const leaf = leafOf(place.type);
  const part = leaf.literal(literal);
  if (typeof part !== 'string') throw wrong('type', place.type);
  return tested(place, leaf, (value) => holds(value, part), UNKNOWN);
}

/**
 * @param {Place} place
 * @param {Leaf} leaf
 * @param {(value: any) => boolean} holds
 * @param {number} absent the truth for null
 * @param {number} [otherwise]
 * @returns {Test}
 */
function tested(place, leaf, holds, absent, otherwise = FALSE) {
  return ({ vectors, length }) => {
    /** @type {Reader} */
    const read = leaf.reader(vectorAt(place, vectors));
    const truths = new Uint8Array(length);
    for (let row = 0; row < length; row++) {
      const value = read(row);
      if (value === null) truths[row] = absent;
      else truths[row] = holds(value) ? TRUE : otherwise;
    }
    return truths;
  };
}
