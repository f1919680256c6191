// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { bytesOf } from '../values/keys.js';
import { toBase64 } from '../values/text.js';
/** @import { BlobReader } from '../values/blobs.js' */
/** @import { Column, Type } from '../protocol/protocol.js' */
import { isNull, unboxed } from '../values/value-kind.js';
import { decimalText } from './decimals.js';
import { encoderOf } from './encoders.js';
import { linesOf } from './ndjson.js';
import { jsonOf, textOf } from './texts.js';

/** Lines as RFC 4180 has them: null is empty, and the empty text a pair of quotes. */

/**
 * What would be another text, or none, without quotes: readers may trim spaces, and take U+FEFF for the mark of a byte
 * order.
 */
const QUOTED = /^$|[",\r\n]|^[\s\ufeff]|\s$/;

/**
 * The text of a value that fits and is not null.
 * @typedef {(value: any, index: number, blobs: BlobReader) => string} Text
 */

/** @type {Text} */
const inText = (value, index, blobs) => quoted(/** @type {string} */ (textOf(value, index, blobs)));

/** @type {Record<string, Text>} those of types that are not numbers or booleans */
const TEXTS = {
  string: inText,
  text: inText,
  binary: (value) => quoted(toBase64(bytesOf(value))),
  date: (value) => value.toISOString().split('T')[0],
  timestamp: (value) => value.toISOString(),
  timestamp_ntz: (value) => value.toISOString().slice(0, -1),
};

/**
 * @param {Type} type
 * @returns {(values: unknown[], blobs: BlobReader) => string[]}
 */
export function csvCells(type) {
  const check = encoderOf(type);
  const text = textFor(type);
  return (values, blobs) => {
    check(values, blobs);
    return Array.from(values, (value, i) => (isNull(value) ? '' : text(value, i, blobs)));
  };
}

/**
 * @param {Type} type
 * @returns {Text}
 */
function textFor(type) {
  if (typeof type === 'object' && 'decimal' in type) {
    const [, scale] = type.decimal;
    return (value) => decimalText(unboxed(value), scale);
  }
  if (typeof type === 'object' || type === 'json')
    return (value, index, blobs) => quoted(jsonOf(value, index, blobs, type));
  return TEXTS[type] ?? plainText;
}

/**
 * @param {Column[]} _
 * @param {string[][]} cells of each column
 * @param {number} length
 */
export function csvLines(_, cells, length) {
  return linesOf(length, (row) => `${cells.map((column) => column[row]).join(',')}\n`);
}

/** @param {string} text */
function quoted(text) {
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * @param {unknown} value a boolean, number or bigint
 * @returns {string} as Spark spells it
 */
function plainText(value) {
  const plain = unboxed(value);
  return Object.is(plain, -0) ? '-0.0' : String(plain).replace('Infinity', 'Inf');
}
