// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Type } from '../protocol/protocol.js' */
import { Unreadable } from '../values/record-limits.js';
import { classOf, kindOf } from '../values/value-kind.js';

/**
 * A value that its column's type cannot hold without loss. Thrown by encoders, and on its way out completed by each
 * enclosing one: `index` is always the row of the encoder that it has left last.
 */
export class Misfit {
  /**
   * @param {number} index
   * @param {string} reason "a string does not fit bigint"
   * @param {(string | number)[]} [path] names and list positions below the column
   */
  constructor(index, reason, path = []) {
    this.index = index;
    this.reason = reason;
    this.path = path;
  }
}

/**
 * @param {number} index
 * @param {unknown} value
 * @param {Type} type
 * @param {string} [why]
 * @returns {never}
 */
export function doesNotFit(index, value, type, why) {
  throw new Misfit(index, `${describe(value)} does not fit ${nameOf(type)}${why ? `: ${why}` : ''}`);
}

/** How values of a kind are called; the others are called after their class. */
const NAMES = /** @type {Record<string, string>} */ ({
  null: 'null',
  boolean: 'a boolean',
  string: 'a string',
  binary: 'binary data',
  object: 'an object',
});

/**
 * @param {unknown} value
 * @returns {string} "the number 5.5", "a string": no text of the record, as it may be private
 */
export function describe(value) {
  const kind = kindOf(value);
  if (value instanceof Unreadable) return 'a record that the browser cannot read';
  if (typeof value === 'number') return `the number ${Object.is(value, -0) ? '-0' : value}`;
  if (typeof value === 'bigint') return `a ${String(value).replace('-', '').length}-digit bigint`;
  const name = classOf(value);
  return NAMES[kind] ?? `${'AEIOU'.includes(name[0]) ? 'an' : 'a'} ${name}`;
}

/**
 * @param {Type} type
 * @returns {string} the type as SQL spells it
 */
export function nameOf(type) {
  if (typeof type === 'string') return type;
  if ('decimal' in type) return `decimal(${type.decimal.join(',')})`;
  if ('array' in type) return `array<${nameOf(type.array)}>`;
  if ('map' in type) return `map<${type.map.map(nameOf).join(',')}>`;
  return `struct<${type.struct.map((field) => `${field.name}:${nameOf(field.type)}`).join(',')}>`;
}
