// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Reach } from './reach.js' */
/** @import { Stretch } from './stretches.js' */
import { bytesOf } from '../keys.js';
import { isPoint, union } from './stretches.js';

/** Most stretches that a list's parts may multiply to. */
const MOST = 1000;

/**
 * The keys of a key path that is a list: those whose first parts are certain values, and whose next part lies in certain stretches.
 * @param {(Reach | null)[]} parts where each part of the key lies
 * @returns {Reach | null}
 */
export function reachOfList(parts) {
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
 * @returns {Reach} all lists that begin so
 */
function startingWith(prefixes) {
  return listed(prefixes.map((prefix) => ({ lower: prefix, lowerOpen: false, upper: above(prefix), upperOpen: true })));
}

/**
 * @param {IDBValidKey[][]} prefixes
 * @param {Stretch[]} stretches of the next part
 * @param {boolean} isLast whether no part follows it
 * @returns {Reach}
 */
function within(prefixes, stretches, isLast) {
  return listed(prefixes.flatMap((prefix) => stretches.map(({ lower, lowerOpen, upper, upperOpen }) => ({
    // With parts to follow, a list is longer, and so greater, than the one that ends with the same.
    ...(lowerOpen && !isLast
      ? { lower: above([...prefix, lower]), lowerOpen: false }
      : { lower: [...prefix, lower], lowerOpen }),
    ...(upperOpen || isLast
      ? { upper: [...prefix, upper], upperOpen }
      : { upper: above([...prefix, upper]), upperOpen: true }),
  }))));
}

/**
 * @param {Stretch[]} stretches
 * @returns {Reach}
 */
function listed(stretches) {
  return { stretches: union(stretches), exact: false };
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
  const bytes = bytesOf(/** @type {BufferSource} */ (key));
  const longer = new Uint8Array(bytes.length + 1);
  longer.set(bytes);
  return longer;
}

/**
 * @param {number} number
 * @returns {IDBValidKey}
 */
function nextNumber(number) {
  // Above all numbers come dates.
  if (number === Infinity) return new Date(-8.64e15);
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, number === 0 ? 0 : number);
  const bits = view.getBigInt64(0);
  view.setBigInt64(0, number >= 0 ? bits + 1n : bits - 1n);
  return view.getFloat64(0);
}
