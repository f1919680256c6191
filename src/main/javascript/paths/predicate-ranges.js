// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { LiteralJson, PredicateJson, Reference, Type } from '../protocol/protocol.js' */
/** @import { Domain } from './key-domains.js' */
/** @import { Stretch } from './intervals.js' */
import { domainOf, stretchOfPrefix } from './key-domains.js';
import { intersection, isPoint, union } from './intervals.js';

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
    default:
      return reachOfTest(predicate, domainOf(keyed(predicate.column)), truth);
  }
}

/**
 * @param {Exclude<PredicateJson, {op: 'and' | 'or' | 'not' | 'always'}>} test
 * @param {Domain | null} domain
 * @param {boolean} truth
 * @returns {Reach | null}
 */
function reachOfTest(test, domain, truth) {
  if (domain === null) return null;
  const { all, fits } = domain;
  if (test.op === 'isNull' || test.op === 'isNotNull') return (test.op === 'isNotNull') === truth ? { stretches: [all], exact: fits } : null;
  if (test.op === 'startsWith' && truth) return { stretches: [stretchOfPrefix(test.value)], exact: false };
  if (test.op === '<=>' && (test.value === null || !truth)) return null;
  if (truth && (test.op === '=' || test.op === '<=>')) return equalTo(test.value, domain);
  if (truth && test.op === 'in') return inAny(test.values.map((value) => equalTo(value, domain)));
  const op = truth ? test.op : OPPOSITES[test.op];
  // Whatever else is neither true nor false for null.
  return OPPOSITES[op] ? compared(op, /** @type {{value: LiteralJson}} */ (test).value, domain) : { stretches: [all], exact: false };
}

/**
 * @param {LiteralJson} literal
 * @param {Domain} domain
 * @returns {Reach}
 */
function equalTo(literal, { equal, near, fits }) {
  if (literal === null) return NOWHERE;
  const at = (equal ?? near)(literal);
  // The key 0 may be -0, which is no integer.
  return { stretches: union([at]), exact: isPoint(at) && (fits || at.lower !== 0) };
}

/**
 * @param {string} op
 * @param {LiteralJson} literal
 * @param {Domain} domain
 * @returns {Reach}
 */
function compared(op, literal, { all, fits, near }) {
  const at = near(literal);
  const isOne = isPoint(at);
  const isOpen = isOne && (op === '<' || op === '>');
  const stretch =
    op === '>' || op === '>='
      ? { ...all, lower: at.lower, lowerOpen: at.lowerOpen || isOpen }
      : { ...all, upper: at.upper, upperOpen: at.upperOpen || isOpen };
  // A place between two keys is as good as a key.
  const isSharp = isOne || union([at]).length === 0;
  return { stretches: union([stretch]), exact: fits && isSharp };
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
