// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { intersection, isPoint, union } from './intervals.js';
/** @import { LiteralJson, PredicateJson, Reference, Type } from '../protocol/protocol.js' */
/** @import { Domain } from './key-domains.js' */
/** @import { Interval } from './intervals.js' */
import { domainOf, prefixInterval } from './key-domains.js';

/**
 * Where the keys of records lie for which a predicate can be true. `exact`: it is true for every record there.
 * @typedef {{intervals: Interval[], exact: boolean}} PredicateRanges
 *
 * The type of a reference whose values are the keys in question; null for any other.
 * @typedef {(reference: Reference) => Type | null} KeyTypeOf
 */

/** Which comparison is true where another is false. */
const OPPOSITES = /** @type {Record<string, string>} */ ({ '<': '>=', '<=': '>', '>': '<=', '>=': '<' });

/** @type {PredicateRanges} */
const NO_KEYS = { intervals: [], exact: true };

/**
 * @param {PredicateJson} predicate
 * @param {KeyTypeOf} keyTypeOf
 * @param {boolean} [truth] false: where it can be false instead
 * @returns {PredicateRanges | null} null if it can be anywhere
 */
export function predicateRanges(predicate, keyTypeOf, truth = true) {
  switch (predicate.op) {
    case 'not':
      return predicateRanges(predicate.of[0], keyTypeOf, !truth);
    case 'and':
    case 'or': {
      const parts = predicate.of.map((part) => predicateRanges(part, keyTypeOf, truth));
      return (predicate.op === 'and') === truth ? intersectionOf(parts) : unionOf(parts);
    }
    case 'always':
      return predicate.value === truth ? null : NO_KEYS;
    default:
      return comparisonRanges(predicate, domainOf(keyTypeOf(predicate.column)), truth);
  }
}

/**
 * @param {Exclude<PredicateJson, {op: 'and' | 'or' | 'not' | 'always'}>} test
 * @param {Domain | null} domain
 * @param {boolean} truth
 * @returns {PredicateRanges | null}
 */
function comparisonRanges(test, domain, truth) {
  if (domain === null) return null;
  const { all, fits } = domain;
  if (test.op === 'isNull' || test.op === 'isNotNull')
    return (test.op === 'isNotNull') === truth ? { intervals: [all], exact: fits } : null;
  if (test.op === 'startsWith' && truth) return { intervals: [prefixInterval(test.value)], exact: false };
  if (test.op === '<=>' && (test.value === null || !truth)) return null;
  if (truth && (test.op === '=' || test.op === '<=>')) return equalTo(test.value, domain);
  if (truth && test.op === 'in') return unionOf(test.values.map((value) => equalTo(value, domain)));
  const op = truth ? test.op : OPPOSITES[test.op];
  // Whatever else is neither true nor false for null.
  return OPPOSITES[op]
    ? compared(op, /** @type {{value: LiteralJson}} */ (test).value, domain)
    : { intervals: [all], exact: false };
}

/**
 * @param {LiteralJson} literal
 * @param {Domain} domain
 * @returns {PredicateRanges}
 */
function equalTo(literal, { equal, near, fits }) {
  if (literal === null) return NO_KEYS;
  const at = (equal ?? near)(literal);
  // The key 0 may be -0, which is no integer.
  return { intervals: union([at]), exact: isPoint(at) && (fits || at.lower !== 0) };
}

/**
 * @param {string} op
 * @param {LiteralJson} literal
 * @param {Domain} domain
 * @returns {PredicateRanges}
 */
function compared(op, literal, { all, fits, near }) {
  const at = near(literal);
  const isOne = isPoint(at);
  const isOpen = isOne && (op === '<' || op === '>');
  const interval =
    op === '>' || op === '>='
      ? { ...all, lower: at.lower, lowerOpen: at.lowerOpen || isOpen }
      : { ...all, upper: at.upper, upperOpen: at.upperOpen || isOpen };
  // A place between two keys is as good as a key.
  const isSharp = isOne || union([at]).length === 0;
  return { intervals: union([interval]), exact: fits && isSharp };
}

/**
 * @param {(PredicateRanges | null)[]} parts
 * @returns {PredicateRanges | null}
 */
function intersectionOf(parts) {
  const known = parts.filter((part) => part !== null);
  if (known.length === 0) return null;
  const exact = known.length === parts.length && known.every((part) => part.exact);
  return { intervals: known.map((part) => part.intervals).reduce(intersection), exact };
}

/**
 * @param {(PredicateRanges | null)[]} parts
 * @returns {PredicateRanges | null}
 */
function unionOf(parts) {
  const known = parts.filter((part) => part !== null);
  if (known.length < parts.length) return null;
  return { intervals: union(known.flatMap((part) => part.intervals)), exact: known.every((part) => part.exact) };
}
