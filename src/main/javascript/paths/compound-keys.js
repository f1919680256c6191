// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { PredicateRanges } from './predicate-ranges.js' */
/** @import { Interval } from './intervals.js' */
import { thresholds } from '../protocol/thresholds.js';
import { bytesOf } from '../values/keys.js';
import { interval, isPoint, union } from './intervals.js';

/**
 * The keys of a key path that is a list: those whose first parts are certain values, and whose next part lies in
 * certain intervals.
 * @param {(PredicateRanges | null)[]} parts where each part of the key lies
 * @returns {Interval[] | null}
 */
export function compoundIntervals(parts) {
  /** @type {IDBValidKey[][]} */
  let prefixes = [[]];
  for (const [i, part] of parts.entries()) {
    const isLast = i === parts.length - 1;
    if (part === null || prefixes.length * part.intervals.length > thresholds.maxCompoundIntervals)
      return i === 0 ? null : startingWith(prefixes);
    if (isLast || !part.intervals.every(isPoint)) return within(prefixes, part.intervals, isLast);
    prefixes = prefixes.flatMap((prefix) => part.intervals.map(({ lower }) => [...prefix, lower]));
  }
  return null;
}

/**
 * @param {IDBValidKey[][]} prefixes
 * @returns {Interval[]} all lists that begin so
 */
function startingWith(prefixes) {
  return union(prefixes.map((prefix) => interval(prefix, afterPrefix(prefix), false, true)));
}

/**
 * @param {IDBValidKey[][]} prefixes
 * @param {Interval[]} intervals of the next part
 * @param {boolean} isLast whether no part follows it
 * @returns {Interval[]}
 */
function within(prefixes, intervals, isLast) {
  return union(
    prefixes.flatMap((prefix) =>
      intervals.map(({ lower, lowerOpen, upper, upperOpen }) => {
        const [start, end] = [
          [...prefix, lower],
          [...prefix, /** @type {IDBValidKey} */ (upper)],
        ];
        if (isLast) return interval(start, end, lowerOpen, upperOpen);
        // With parts to follow, a list is longer, and so greater, than the one that ends with the same.
        return interval(lowerOpen ? afterPrefix(start) : start, upperOpen ? end : afterPrefix(end), false, true);
      }),
    ),
  );
}

/**
 * @param {IDBValidKey[]} prefix
 * @returns {IDBValidKey[]} the least list that is greater than all that begin so
 */
function afterPrefix(prefix) {
  return [...prefix.slice(0, -1), successorOf(prefix[prefix.length - 1])];
}

/**
 * @param {IDBValidKey} key
 * @returns {IDBValidKey} no more than the least that is greater
 */
function successorOf(key) {
  if (typeof key === 'number') return successorOfNumber(key);
  if (typeof key === 'string') return `${key}\0`;
  if (key instanceof Date) return key.getTime() < 8.64e15 ? new Date(key.getTime() + 1) : '';
  return new Uint8Array([...bytesOf(/** @type {BufferSource} */ (key)), 0]);
}

/**
 * @param {number} number
 * @returns {IDBValidKey}
 */
function successorOfNumber(number) {
  // Above all numbers come dates.
  if (number === Infinity) return new Date(-8.64e15);
  // Without the sign of -0.
  const bits = new BigInt64Array(Float64Array.of(number || 0).buffer);
  bits[0] += number < 0 ? -1n : 1n;
  return new Float64Array(bits.buffer)[0];
}
