// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { AccessPath } from './access-path.js' */
/** @import { Interval } from './intervals.js' */
import { bytesOf, compareKeys } from '../values/keys.js';
import { isPoint } from './intervals.js';
import { KINDS } from './key-domains.js';

/** Most characters of a key. */
const MAX_CHARACTERS = 40;

/**
 * @param {AccessPath} path
 * @param {boolean} isEvaluated whether there is a predicate
 * @returns {string} "index 'byDay' from Date 2024-01-01T00:00:00.000Z", for people
 */
export function explainPath({ index, intervals }, isEvaluated) {
  if (intervals === null) return isEvaluated ? 'every record, predicate evaluated' : 'every record';
  return `${index === null ? 'primary key' : `index '${index.name}'`} ${textOf(intervals)}`;
}

/** @param {Interval[]} intervals */
function textOf(intervals) {
  if (intervals.length === 0) return 'nowhere';
  if (intervals.length === 1) return intervalText(intervals[0]);
  return `${intervals.length} ${intervals.every(isPoint) ? 'keys' : 'ranges'}`;
}

/** @param {Interval} interval */
function intervalText(interval) {
  const { lower, lowerOpen, upper, upperOpen } = interval;
  if (isPoint(interval)) return keyText(lower);
  // Where the keys of a kind begin and end: nobody asked for that.
  const start = KINDS.some((kind) => compareKeys(kind.lower, lower) === 0)
    ? ''
    : `${lowerOpen ? 'above' : 'from'} ${keyText(lower)}`;
  const end = KINDS.some((kind) => compareKeys(kind.upper, upper) === 0)
    ? ''
    : `${upperOpen ? 'below' : 'to'} ${keyText(/** @type {IDBValidKey} */ (upper))}`;
  return `${start} ${end}`.trim() || 'of one type';
}

/** @param {string} text */
function shown(text) {
  const escaped = JSON.stringify(text).slice(1, -1);
  return escaped.length <= MAX_CHARACTERS ? escaped : `${escaped.slice(0, MAX_CHARACTERS)}…`;
}

/**
 * @param {IDBValidKey} key
 * @returns {string}
 */
function keyText(key) {
  if (typeof key === 'number') return String(key);
  if (typeof key === 'string') return `'${shown(key)}'`;
  if (Array.isArray(key)) return `[${key.map(keyText).join(', ')}]`;
  return key instanceof Date ? `Date ${key.toISOString()}` : `${bytesOf(key).length} bytes`;
}
