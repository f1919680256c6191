// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { BlobReader } from './blobs.js' */
import { foreign, MAX_DEPTH, Unreadable } from './readable.js';
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
  return new Writer(blobs).write(value, 0);
}

/** One value's way into text. Confined to one call. */
class Writer {
  #blobs;
  #ancestors = new Set();
  #length = 0;

  /** @param {BlobReader} blobs */
  constructor(blobs) {
    this.#blobs = blobs;
  }

  /**
   * @param {unknown} value
   * @param {number} depth
   * @returns {string}
   */
  write(value, depth) {
    return typeof value === 'object' && value !== null ? this.#object(value, depth) : this.#counted(primitive(value));
  }

  /**
   * @param {object} value
   * @param {number} depth
   */
  #object(value, depth) {
    if (depth >= MAX_DEPTH) throw new Unreadable(`it is nested more than ${MAX_DEPTH} levels deep`);
    if (this.#ancestors.has(value)) throw new Unreadable('it contains itself');
    this.#ancestors.add(value);
    this.#counted('{}');
    const text = this.#tagged(value, depth + 1);
    this.#ancestors.delete(value);
    return text;
  }

  /**
   * Bounds values that share others and so unfold to far more text than they took in the store.
   * @param {string} text
   */
  #counted(text) {
    this.#length += text.length + 1;
    if (this.#length > 2 * MAX_RECORD_BYTES) throw new Unreadable('it unfolds to more text than a record may have');
    return text;
  }

  /**
   * @param {any} value
   * @param {number} depth
   * @returns {string}
   */
  #tagged(value, depth) {
    switch (kindOf(value)) {
      case 'object':
        return this.#plain(value, depth, true);
      case 'list':
        return Array.isArray(value) ? this.#list(value, depth) : `{"$set":${this.#list(Array.from(value), depth)}}`;
      case 'map':
        return `{"$map":${this.#list(Array.from(value), depth)}}`;
      case 'date':
        return `{"$date":${value.getTime()}}`;
      case 'binary':
        return this.#counted(`{"$binary":"${toBase64(bytesOf(value))}"}`);
      case 'regexp':
        return `{"$regexp":${JSON.stringify({ source: value.source, flags: value.flags })}}`;
      case 'error':
        return `{"$error":${this.#plain(errorFields(value), depth, false)}}`;
      case 'blob':
        return `{"$blob":${this.#blob(value, depth)}}`;
      case 'null':
        return '{"$date":null}';
      case 'other':
        throw foreign(value);
      default:
        return ArrayBuffer.isView(value) ? this.#typed(value, depth) : primitive(unboxed(value));
    }
  }

  /**
   * @param {Record<string, unknown>} value
   * @param {number} depth
   * @param {boolean} escaped
   */
  #plain(value, depth, escaped) {
    const members = Object.keys(value).map((name) => {
      const label = this.#counted(JSON.stringify(escaped && name.startsWith('$') ? `$${name}` : name));
      return `${label}:${this.write(value[name], depth)}`;
    });
    return `{${members.join(',')}}`;
  }

  /**
   * @param {unknown[]} values
   * @param {number} depth
   */
  #list(values, depth) {
    // Array.from, as map leaves holes out.
    return `[${Array.from(values, (value) => this.write(value, depth)).join(',')}]`;
  }

  /**
   * @param {any} array
   * @param {number} depth
   */
  #typed(array, depth) {
    return `{"$array":{"type":"${kindOf(array)}","values":${this.#list(Array.from(array), depth)}}}`;
  }

  /**
   * @param {Blob} blob
   * @param {number} depth
   */
  #blob(blob, depth) {
    const bytes = this.#blobs.read(blob);
    if (bytes === undefined) throw new Unreadable('it holds a file that can no longer be read');
    return this.#plain({ ...blobFields(blob), bytes: toBase64(bytes) }, depth, false);
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
