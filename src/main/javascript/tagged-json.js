// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { BlobReader } from './blobs.js' */
import { endless, foreign, isEndless, MAX_DEPTH, Unreadable } from './readable.js';
import { MAX_RECORD_BYTES } from './protocol.js';
import { blobFields, errorFields, kindOf, unboxed } from './kinds.js';
import { bytesOf } from './keys.js';
import { toBase64 } from './text.js';

/**
 * A value as JSON text. What plain JSON loses is an object with one member that begins with `$`: `$date` (milliseconds, or null),
 * `$bigint`, `$number` (NaN, Infinity, -Infinity, -0), `$binary` (base64), `$array` (a typed array: `type`, `values`), `$map`
 * (pairs), `$set`, `$regexp` (`source`, `flags`), `$error` (`name`, `message`, `stack`), `$blob` (`name`, `type`, `size`,
 * `lastModified`, `bytes`). An own property whose name begins with `$` gets one more. Holes and undefined are null, a lone
 * surrogate is its escape.
 * @param {unknown} value
 * @param {BlobReader} blobs
 * @returns {string}
 * @throws {Unreadable}
 */
export function toTaggedJson(value, blobs) {
  if (typeof value !== 'object' || value === null) return primitive(value);
  const writer = new Writer(blobs);
  try {
    writer.write(value);
  } catch (e) {
    // The stack of a service worker is small, and how much of it is left is not known.
    throw e instanceof RangeError ? new Unreadable('it is nested too deep') : e;
  }
  return writer.text;
}

/** One value's way into text. Each level takes two calls, as a thousand have to fit the stack. Confined to one call. */
class Writer {
  text = '';
  #blobs;
  #ancestors = new Set();

  /** @param {BlobReader} blobs */
  constructor(blobs) {
    this.#blobs = blobs;
  }

  /** @param {any} value */
  write(value) {
    if (typeof value !== 'object' || value === null) {
      this.#leaf(primitive(value));
      return;
    }
    this.#enter(value);
    switch (kindOf(value)) {
      case 'object':
        this.#plain(value, true);
        break;
      case 'list':
        if (Array.isArray(value)) this.#list(value);
        else this.#tag('$set', Array.from(value));
        break;
      case 'map':
        this.#tag('$map', Array.from(value));
        break;
      case 'error':
        this.#tag('$error', errorFields(value));
        break;
      case 'blob':
        this.#tag('$blob', { ...blobFields(value), bytes: this.#bytes(value) });
        break;
      default:
        if (isTypedArray(value)) this.#tag('$array', { type: kindOf(value), values: Array.from(value) });
        else this.#leaf(leafOf(value));
    }
    this.#ancestors.delete(value);
  }

  /** @param {object} value */
  #enter(value) {
    if (this.#ancestors.size >= MAX_DEPTH) throw new Unreadable(`it is nested more than ${MAX_DEPTH} levels deep`);
    if (this.#ancestors.has(value)) throw new Unreadable('it contains itself');
    this.#ancestors.add(value);
  }

  /**
   * @param {string} name
   * @param {any} value of the tag, whose own names are not data
   */
  #tag(name, value) {
    this.text += `{"${name}":`;
    if (Array.isArray(value)) this.#list(value);
    else this.#plain(value, false);
    this.text += '}';
  }

  /**
   * @param {Record<string, unknown>} value
   * @param {boolean} escaped
   */
  #plain(value, escaped) {
    let separator = '{';
    for (const name of Object.keys(value)) {
      this.#leaf(`${separator}${JSON.stringify(escaped && name.startsWith('$') ? `$${name}` : name)}:`);
      this.write(value[name]);
      separator = ',';
    }
    this.text += separator === '{' ? '{}' : '}';
  }

  /** @param {unknown[]} values holes included */
  #list(values) {
    if (isEndless(values)) throw endless(values);
    this.text += '[';
    for (let i = 0; i < values.length; i++) {
      if (i > 0) this.text += ',';
      this.write(values[i]);
    }
    this.text += ']';
  }

  /** @param {string} text */
  #leaf(text) {
    this.text += text;
    // Values that share others unfold to far more than they took in the store.
    if (this.text.length > 2 * MAX_RECORD_BYTES) throw new Unreadable('it unfolds to more text than a record may have');
  }

  /** @param {Blob} blob */
  #bytes(blob) {
    const bytes = this.#blobs.read(blob);
    if (bytes === undefined) throw new Unreadable('it holds a file that can no longer be read');
    return toBase64(bytes);
  }
}

/** @param {object} value */
function isTypedArray(value) {
  return ArrayBuffer.isView(value) && kindOf(value) !== 'binary';
}

/**
 * @param {any} value an object without others inside
 * @returns {string}
 */
function leafOf(value) {
  switch (kindOf(value)) {
    case 'date':
      return `{"$date":${value.getTime()}}`;
    case 'binary':
      return `{"$binary":"${toBase64(bytesOf(value))}"}`;
    case 'regexp':
      return `{"$regexp":${JSON.stringify({ source: value.source, flags: value.flags })}}`;
    case 'null':
      return '{"$date":null}';
    case 'other':
      throw foreign(value);
    default:
      return primitive(unboxed(value));
  }
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function primitive(value) {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      if (Object.is(value, -0)) return '{"$number":"-0"}';
      return Number.isFinite(value) ? String(value) : `{"$number":"${value}"}`;
    case 'bigint':
      return `{"$bigint":"${value}"}`;
    case 'boolean':
      return String(value);
    default:
      return 'null';
  }
}
