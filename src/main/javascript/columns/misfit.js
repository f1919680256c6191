// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Misfitting, Type } from '../protocol/protocol.js' */
import { Unreadable } from '../values/record-limits.js';
import { classOf, kindOf } from '../values/value-kind.js';

/**
 * A value that its column's type cannot hold without loss. Thrown by encoders, and on its way out completed by each
 * enclosing one: `index` is always the row of the encoder that it has left last.
 */
export class Misfit {
  /** @type {(string | number)[]} names and list positions below the column */
  path = [];

  /**
   * @param {number} index
   * @param {Misfitting} found
   */
  constructor(index, found) {
    this.index = index;
    this.found = found;
  }
}

/**
 * What the agent makes words of: no text of the record, as it may be private.
 * @param {number} index
 * @param {unknown} value
 * @param {Type} [type] none for what is no record with fields, and for a value that has no form
 * @param {string | number} [why]
 * @returns {never}
 */
export function doesNotFit(index, value, type, why) {
  let number;
  if (typeof value === 'number') number = String(value);
  if (typeof value === 'bigint') number = String(value).replace('-', '').length;
  throw new Misfit(index, {
    kind: kindOf(value),
    class: value instanceof Unreadable ? '' : classOf(value),
    number,
    type,
    why,
  });
}
