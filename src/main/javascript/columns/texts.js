// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { lossOf } from '../values/blobs.js';
import { bytesOf } from '../values/keys.js';
import { Unreadable } from '../values/record-limits.js';
import { toTaggedJson } from '../values/tagged-json.js';
/** @import { Encoder } from './vector.js' */
/** @import { BlobReader } from '../values/blobs.js' */
/** @import { Type } from '../protocol/protocol.js' */
import { BlobBytes, isNull, kindOf, unboxed } from '../values/value-kind.js';
import { joined } from './frame.js';
import { doesNotFit } from './misfit.js';
import { Validity } from './vector.js';

const UTF8 = new TextEncoder();

/** @type {Encoder} strings and nothing else, so that no value is cast */
export function encodeStrings(values) {
  return encodeTexts(values, (value, i) => {
    if (isNull(value)) return null;
    const text = unboxed(value);
    return typeof text === 'string' ? text : doesNotFit(i, value, 'string');
  });
}

/** @type {Encoder} anything, as {@link textOf} tells it */
export function encodeTextual(values, blobs) {
  return encodeTexts(values, (value, i) => textOf(value, i, blobs));
}

/** @type {Encoder} everything as tagged JSON, strings too */
export function encodeJson(values, blobs) {
  return encodeTexts(
    Array.from(values, (value, i) => (isNull(value) ? null : jsonOf(value, i, blobs))),
    () => null,
  );
}

/**
 * A string as it is, a BigInt as its digits, a RegExp as its source, anything else as tagged JSON.
 * @param {unknown} value
 * @param {number} index
 * @param {BlobReader} blobs
 * @returns {string | null}
 * @throws {Misfit} if it has no form, as a cyclic object
 */
export function textOf(value, index, blobs) {
  if (typeof value === 'string') return value;
  switch (kindOf(value)) {
    case 'null':
      return null;
    case 'string':
    case 'regexp':
    case 'bigint64':
    case 'bigint38':
    case 'bigint':
      return String(unboxed(value));
    default:
      return jsonOf(value, index, blobs);
  }
}

/**
 * @param {unknown} value
 * @param {number} index
 * @param {BlobReader} blobs
 * @param {Type} [type] whose fields alone are written
 * @throws {Misfit} if it has no form
 */
export function jsonOf(value, index, blobs, type) {
  try {
    return toTaggedJson(value, blobs, type);
  } catch (e) {
    if (e instanceof Unreadable) doesNotFit(index, e, undefined, e.message);
    throw e;
  }
}

/**
 * Joins all texts and encodes them with one call: a call for each costs more than the encoding itself.
 * @param {ArrayLike<unknown>} values
 * @param {(value: unknown, index: number) => string | null} textOfOther what a value that is no string is as text
 */
function encodeTexts(values, textOfOther) {
  const n = values.length;
  const validity = new Validity(n);
  /** @type {string[]} */
  const texts = new Array(n);
  const offsets = new Int32Array(n + 1);
  for (let i = 0, end = 0; i < n; i++) {
    const value = values[i];
    const text = typeof value === 'string' ? value : textOfOther(value, i);
    if (text === null) validity.setNull(i);
    texts[i] = text ?? '';
    offsets[i + 1] = end += texts[i].length;
  }
  let bytes = UTF8.encode(texts.join(''));
  if (bytes.length !== offsets[n]) {
    bytes = UTF8.encode(texts.map(withoutLowStart).join(''));
    toByteOffsets(offsets, bytes);
  }
  return validity.vector([offsets, bytes]);
}

/**
 * A text that begins with the second half of a surrogate pair could complete the pair of the text before it.
 * @param {string} text
 */
function withoutLowStart(text) {
  const first = text.charCodeAt(0);
  return first >= 0xdc00 && first <= 0xdfff ? `\ufffd${text.slice(1)}` : text;
}

/**
 * Turns offsets in UTF-16 units into offsets in bytes.
 * @param {Int32Array} offsets
 * @param {Uint8Array} bytes
 */
function toByteOffsets(offsets, bytes) {
  let units = 0;
  let at = 0;
  for (let i = 1; i < offsets.length; i++) {
    while (units < offsets[i]) {
      const byte = bytes[at];
      at += byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
      units += byte < 0xf0 ? 1 : 2;
    }
    offsets[i] = at;
  }
}

/** @type {Encoder} */
export function encodeBinaries(values, blobs) {
  const n = values.length;
  const validity = new Validity(n);
  /** @type {Uint8Array[]} */
  const parts = [];
  const offsets = new Int32Array(n + 1);
  for (let i = 0, end = 0; i < n; i++) {
    const bytes = binaryOf(values[i], i, blobs);
    if (bytes === null) validity.setNull(i);
    else parts.push(bytes);
    offsets[i + 1] = end += bytes?.length ?? 0;
  }
  return validity.vector([offsets, new Uint8Array(joined(parts))]);
}

/**
 * @param {any} value
 * @param {number} index
 * @param {BlobReader} blobs
 * @returns {Uint8Array | null}
 */
function binaryOf(value, index, blobs) {
  if (isNull(value)) return null;
  if (kindOf(value) === 'binary') return bytesOf(value);
  if (!(value instanceof BlobBytes)) return doesNotFit(index, value, 'binary');
  return blobs.read(value.blob) ?? doesNotFit(index, value.blob, 'binary', `the file ${lossOf(value.blob)}`);
}
