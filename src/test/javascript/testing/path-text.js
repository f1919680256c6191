// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { KeyJson, RangeJson } from '../../../main/javascript/protocol/protocol.js' */
import { keyFromJson } from '../../../main/javascript/values/keys.js';

/** @param {KeyJson} json */
function keyText(json) {
  const key = keyFromJson(json);
  return key instanceof Date ? `Date ${key.toISOString()}` : JSON.stringify(Object.values(json)[0]);
}

/** @param {RangeJson} range */
function rangeText({ lower, lowerOpen, upper, upperOpen }) {
  const [from, to] = [keyText(/** @type {KeyJson} */ (lower)), keyText(/** @type {KeyJson} */ (upper))];
  return from === to ? from : `${lowerOpen ? '(' : '['}${from}, ${to}${upperOpen ? ')' : ']'}`;
}

/**
 * How a split's records are found, in fewer words than the agent makes of it.
 * @param {any} split of a plan
 * @returns {string | undefined}
 */
export function howOf({ path, how }) {
  if (path === undefined) return how;
  const { index, intervals, arePoints, only, evaluated, counted } = path;
  if (counted) return 'count and ends of key ranges';
  if (intervals === undefined) return `every record${evaluated ? ', predicate evaluated' : ''}${how}`;
  const keys = only ? rangeText(only) : `${intervals} ${arePoints ? 'keys' : 'ranges'}`;
  return `${index ?? 'primary key'} ${keys}${how}`;
}
