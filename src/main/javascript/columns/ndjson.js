// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { BlobReader } from '../values/blobs.js' */
/** @import { Column, Type } from '../protocol/protocol.js' */
import { encoderOf } from './encoders.js';
import { jsonOf } from './texts.js';

/** Lines of JSON: of the values, as tagged JSON, what their type names, once they are known to fit. */

const UTF8 = new TextEncoder();

/**
 * @param {Type} [type] absent for values as they are
 * @returns {(values: unknown[], blobs: BlobReader) => string[]} throws for what a column of the type would not take in
 *   another format either
 */
export function jsonCells(type) {
  // What these take is what has a form, and that is seen when it is written.
  const check = !type || type === 'json' || type === 'text' ? null : encoderOf(type);
  return (values, blobs) => {
    check?.(values, blobs);
    // Values may have holes, which `map` would leave out.
    return Array.from(values, (value, i) => jsonOf(value, i, blobs, type));
  };
}

/**
 * @param {Column[]} columns
 * @param {string[][]} cells of each column
 * @param {number} length
 * @returns {Uint8Array[]} an object for each row
 */
export function jsonLines(columns, cells, length) {
  const names = columns.map(({ name }, i) => `${i === 0 ? '' : ','}${JSON.stringify(name)}:`);
  return linesOf(length, (row) => {
    let line = '{';
    for (let i = 0; i < cells.length; i++) line += names[i] + cells[i][row];
    return `${line}}\n`;
  });
}

/**
 * @param {Column[]} _
 * @param {string[][]} cells of the only column
 * @param {number} length
 * @returns {Uint8Array[]} each row as it is
 */
export function recordLines(_, [records], length) {
  return linesOf(length, (row) => `${records[row]}\n`);
}

/**
 * @param {number} length
 * @param {(row: number) => string} lineOf
 * @returns {Uint8Array[]}
 */
export function linesOf(length, lineOf) {
  return [UTF8.encode(Array.from({ length }, (_, row) => lineOf(row)).join(''))];
}
