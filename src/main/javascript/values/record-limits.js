// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { partsOf } from './properties.js';
import { classOf, kindOf } from './value-kind.js';

/** How deep a record may be nested before it counts as corrupt. */
export const MAX_RECORD_LEVELS = 1000;

/** How many values a record may unfold to, and how many places a list of it may have, most of which may be holes. */
export const MAX_RECORD_VALUES = 20_000_000;

/**
 * A record that no engine has a form for: it contains itself, is nested too deep or too large, or holds an object of
 * the browser.
 */
export class Unreadable extends Error {}

/**
 * @param {unknown} value
 * @returns {boolean} whether it is a list that nobody could walk through to its end
 */
export function isEndless(value) {
  return Array.isArray(value) && value.length > MAX_RECORD_VALUES;
}

/**
 * @param {any} value a record, or what is in it
 * @param {Set<unknown>} [ancestors]
 * @param {Set<unknown>} [done] what need not be looked at again
 * @throws {Unreadable}
 */
export function checkReadable(value, ancestors = new Set(), done = new Set()) {
  if (typeof value !== 'object' || value === null || done.has(value)) return;
  if (ancestors.has(value)) throw new Unreadable('it contains itself');
  if (ancestors.size >= MAX_RECORD_LEVELS)
    throw new Unreadable(`it is nested more than ${MAX_RECORD_LEVELS} levels deep`);
  if (kindOf(value) === 'other') throw new Unreadable(`it holds an object of class ${classOf(value)}`);
  if (isEndless(value)) throw new Unreadable(`it holds a list of ${value.length} places`);
  const parts = partsOf(value);
  if (parts.length === 0) return;
  ancestors.add(value);
  for (const part of parts) checkReadable(part, ancestors, done);
  ancestors.delete(value);
  done.add(value);
}
