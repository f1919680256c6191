// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { LiteralJson, PredicateJson, Reference, Type } from '../protocol.js' */
/** @import { Stretch } from './stretches.js' */
import { domainOf, stretchOfPrefix } from './domains.js';
import { intersection, isPoint, union } from './stretches.js';

/**
 * Where the keys of records lie for which a predicate can be true. `exact`: it is true for every record there.
 * @typedef {{stretches: Stretch[], exact: boolean}} Reach
 *
 * The type of a reference whose values are the keys in question; null for any other.
 * @typedef {(reference: Reference) => Type | null} Keyed
 */

/** Which comparison is true where another is false. */
const OPPOSITES = /** @type {Record<string, string>} */ ({ '<': '>=', '<=': '>', '>': '<=', '>=': '<' });

/** @type {Reach} */
const NOWHERE = { stretches: [], exact: true };

/**
 * @param {PredicateJson} predicate
 * @param {Keyed} keyed
 * @param {boolean} [truth] false: where it can be false instead
 * @returns {Reach | null} null if it can be anywhere
 */
export function reachOf(predicate, keyed, truth = true) {
  switch (predicate.op) {
    case 'not':
      return reachOf(predicate.of[0], keyed, !truth);
    case 'and':
    case 'or': {
      const parts = predicate.of.map((part) => reachOf(part, keyed, truth));
      return (predicate.op === 'and') === truth ? inAll(parts) : inAny(parts);
    }
    case 'always':
      return predicate.value === truth ? null : NOWHERE;
    case 'isNull':
      return truth ? null : present(predicate.column, keyed);
    case 'isNotNull':
      return truth ? present(predicate.column, keyed) : null;
    default:
      return reachOfTest(predicate, keyed, truth);
  }
}

/**
 * @param {Exclude<PredicateJson, {op: 'and' | 'or' | 'not' | 'always' | 'isNull' | 'isNotNull'}>} test
 * @param {Keyed} keyed
 * @param {boolean} truth
 * @returns {Reach | null}
 */
function reachOfTest(test, keyed, truth) {
  const type = keyed(test.column);
  if (type === null || domainOf(type) === null) return null;
  if (test.op === 'startsWith' && truth) return { stretches: [stretchOfPrefix(test.value)], exact: false };
  if (test.op === '<=>' && (test.value === null || !truth)) return null;
  if (truth && test.op === 'in') return inAny(test.values.map((value) => equalTo(value, type)));
  if (truth && (test.op === '=' || test.op === '<=>')) return equalTo(test.value, type);
  const op = truth ? test.op : OPPOSITES[test.op];
  // Whatever else is neither true nor false for null.
  return OPPOSITES[op] ? compared(op, /** @type {{value: LiteralJson}} */ (test).value, type) : { ...whole(type), exact: false };
}

/**
 * @param {Reference} reference
 * @param {Keyed} keyed
 * @returns {Reach | null}
 */
function present(reference, keyed) {
  const type = keyed(reference);
  return type === null || domainOf(type) === null ? null : whole(type);
}

/**
 * @param {Type} type
 * @returns {Reach}
 */
function whole(type) {
  const { all, fits } = domain(type);
  return { stretches: [all], exact: fits };
}

/**
 * @param {LiteralJson} literal
 * @param {Type} type
 * @returns {Reach}
 */
function equalTo(literal, type) {
  if (literal === null) return NOWHERE;
  const { equal, near, fits } = domain(type);
  const stretch = (equal ?? near)(literal);
  // The key 0 may be -0, which is no integer.
  return { stretches: union([stretch]), exact: isPoint(stretch) && (fits || stretch.lower !== 0) };
}

/**
 * @param {string} op
 * @param {LiteralJson} literal
 * @param {Type} type
 * @returns {Reach}
 */
function compared(op, literal, type) {
  const { all, fits, near } = domain(type);
  const at = near(literal);
  const isOne = isPoint(at);
  const stretch =
    op === '>' || op === '>='
      ? { ...all, lower: at.lower, lowerOpen: at.lowerOpen || (isOne && op === '>') }
      : { ...all, upper: at.upper, upperOpen: at.upperOpen || (isOne && op === '<') };
  // A place between two keys is as good as a key.
  const isSharp = isOne || union([at]).length === 0;
  return { stretches: union([stretch]), exact: fits && isSharp };
}

/** @param {Type} type */
function domain(type) {
  return /** @type {NonNullable<ReturnType<typeof domainOf>>} */ (domainOf(type));
}

/**
 * @param {(Reach | null)[]} parts
 * @returns {Reach | null}
 */
function inAll(parts) {
  const known = parts.filter((part) => part !== null);
  if (known.length === 0) return null;
  const exact = known.length === parts.length && known.every((part) => part.exact);
  return { stretches: known.map((part) => part.stretches).reduce(intersection), exact };
}

/**
 * @param {(Reach | null)[]} parts
 * @returns {Reach | null}
 */
function inAny(parts) {
  const known = parts.filter((part) => part !== null);
  if (known.length < parts.length) return null;
  return { stretches: union(known.flatMap((part) => part.stretches)), exact: known.every((part) => part.exact) };
}
