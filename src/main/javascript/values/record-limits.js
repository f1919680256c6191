// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { partsOf } from './properties.js';
import { classOf, kindOf } from './value-kind.js';

/** How deep a record may be nested before it counts as corrupt. */
export const MAX_RECORD_LEVELS = 1000;

/** How many values a record may unfold to, and how many places a list of it may have, most of which may be holes. */
export const MAX_RECORD_VALUES = 20_000_000;

/** Why a record is not readable that uses up the stack. */
export const TOO_DEEP = 'it is nested too deep';

/** Why a record is not readable that unfolds to more. */
export const TOO_MANY_VALUES = 'it unfolds to more values than a record may have';

/**
 * A record that no engine has a form for: it contains itself, is nested too deep or too large, holds an object of an
 * unknown class, or the browser cannot read it.
 */
export class Unreadable {
  /** @param {string} message why */
  constructor(message) {
    this.message = message;
  }
}

/**
 * @param {unknown} value
 * @returns {boolean} whether it is a list that nobody could walk through to its end
 */
export function isEndless(value) {
  return Array.isArray(value) && value.length > MAX_RECORD_VALUES;
}

/**
 * @param {unknown} value a record, or what is in it
 * @param {Map<unknown, number>} [done] of it what can be read, with how many values each unfolds to
 * @returns {string | null} why it cannot be read
 */
export function reasonAgainst(value, done = new Map()) {
  try {
    checkReadable(value, done);
    return null;
  } catch (e) {
    if (e instanceof Unreadable) return e.message;
    // The stack of a service worker is small.
    if (e instanceof RangeError) return TOO_DEEP;
    throw e;
  }
}

/**
 * @param {any} value a record, or what is in it
 * @param {Map<unknown, number>} done what need not be looked at again, with how many values it unfolds to
 * @param {Set<unknown>} [ancestors]
 * @returns {number} how many values it unfolds to: those that it shares count each time
 * @throws {Unreadable}
 */
function checkReadable(value, done, ancestors = new Set()) {
  if (typeof value !== 'object' || value === null) return 1;
  const known = done.get(value);
  if (known) return known;
  if (ancestors.has(value)) throw new Unreadable('it contains itself');
  if (ancestors.size >= MAX_RECORD_LEVELS)
    throw new Unreadable(`it is nested more than ${MAX_RECORD_LEVELS} levels deep`);
  if (value instanceof Unreadable) throw value;
  if (kindOf(value) === 'other') throw new Unreadable(`it holds an object of class ${classOf(value)}`);
  if (isEndless(value)) throw new Unreadable(`it holds a list of ${value.length} places`);
  const parts = partsOf(value);
  let count = 1;
  if (parts.length === 0) return count;
  ancestors.add(value);
  for (const part of parts) count += checkReadable(part, done, ancestors);
  if (count > MAX_RECORD_VALUES) throw new Unreadable(TOO_MANY_VALUES);
  ancestors.delete(value);
  done.set(value, count);
  return count;
}
