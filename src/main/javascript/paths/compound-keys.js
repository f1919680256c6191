// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Reach } from './predicate-ranges.js' */
/** @import { Stretch } from './intervals.js' */
import { bytesOf } from '../values/keys.js';
import { isPoint, stretch, union } from './intervals.js';

/** Most stretches that a list's parts may multiply to. */
const MOST = 1000;

/**
 * The keys of a key path that is a list: those whose first parts are certain values, and whose next part lies in certain stretches.
 * @param {(Reach | null)[]} parts where each part of the key lies
 * @returns {Stretch[] | null}
 */
export function stretchesOfList(parts) {
  /** @type {IDBValidKey[][]} */
  let prefixes = [[]];
  for (const [i, part] of parts.entries()) {
    const isLast = i === parts.length - 1;
    if (part === null || prefixes.length * part.stretches.length > MOST) return i === 0 ? null : startingWith(prefixes);
    if (isLast || !part.stretches.every(isPoint)) return within(prefixes, part.stretches, isLast);
    prefixes = prefixes.flatMap((prefix) => part.stretches.map(({ lower }) => [...prefix, lower]));
  }
  return null;
}

/**
 * @param {IDBValidKey[][]} prefixes
 * @returns {Stretch[]} all lists that begin so
 */
function startingWith(prefixes) {
  return union(prefixes.map((prefix) => stretch(prefix, above(prefix), false, true)));
}

/**
 * @param {IDBValidKey[][]} prefixes
 * @param {Stretch[]} stretches of the next part
 * @param {boolean} isLast whether no part follows it
 * @returns {Stretch[]}
 */
function within(prefixes, stretches, isLast) {
  return union(prefixes.flatMap((prefix) => stretches.map(({ lower, lowerOpen, upper, upperOpen }) => {
    const [start, end] = [[...prefix, lower], [...prefix, /** @type {IDBValidKey} */ (upper)]];
    if (isLast) return stretch(start, end, lowerOpen, upperOpen);
    // With parts to follow, a list is longer, and so greater, than the one that ends with the same.
    return stretch(lowerOpen ? above(start) : start, upperOpen ? end : above(end), false, true);
  })));
}

/**
 * @param {IDBValidKey[]} prefix
 * @returns {IDBValidKey[]} the least list that is greater than all that begin so
 */
function above(prefix) {
  return [...prefix.slice(0, -1), next(prefix[prefix.length - 1])];
}

/**
 * @param {IDBValidKey} key
 * @returns {IDBValidKey} no more than the least that is greater
 */
function next(key) {
  if (typeof key === 'number') return nextNumber(key);
  if (typeof key === 'string') return `${key}\0`;
  if (key instanceof Date) return key.getTime() < 8.64e15 ? new Date(key.getTime() + 1) : '';
  return new Uint8Array([...bytesOf(/** @type {BufferSource} */ (key)), 0]);
}

/**
 * @param {number} number
 * @returns {IDBValidKey}
 */
function nextNumber(number) {
  // Above all numbers come dates.
  if (number === Infinity) return new Date(-8.64e15);
  // Without the sign of -0.
  const bits = new BigInt64Array(Float64Array.of(number || 0).buffer);
  bits[0] += number < 0 ? -1n : 1n;
  return new Float64Array(bits.buffer)[0];
}
