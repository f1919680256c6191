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
  try {
    return JSON.stringify(new Tagger(blobs).tagged(value));
  } catch (e) {
    // The stack of a service worker is small, and how much of it is left is not known.
    throw e instanceof RangeError ? new Unreadable('it is nested too deep') : e;
  }
}

/**
 * Makes of one value what `JSON.stringify` writes as its tagged JSON: the value itself as far as JSON can say it, as most of a record can.
 * Each level takes two calls, as a thousand have to fit the stack. Confined to one call.
 */
class Tagger {
  #blobs;
  /** @type {object[]} what the value at hand is in */
  #path = [];
  #length = 0;

  /** @param {BlobReader} blobs */
  constructor(blobs) {
    this.#blobs = blobs;
  }

  /**
   * @param {any} value
   * @returns {unknown}
   */
  tagged(value) {
    if (typeof value !== 'object' || value === null) return this.#counted(primitive(value));
    if (this.#path.length >= MAX_DEPTH) throw this.#unreadable(`it is nested more than ${MAX_DEPTH} levels deep`);
    this.#path.push(value);
    const tagged = this.#object(value);
    this.#path.pop();
    return tagged;
  }

  /** @param {any} value */
  #object(value) {
    switch (kindOf(value)) {
      case 'object':
        return this.#fields(value, true);
      case 'list':
        return Array.isArray(value) ? this.#list(value) : { $set: this.#list(Array.from(value)) };
      case 'map':
        return { $map: this.#list(Array.from(value)) };
      case 'binary':
        return { $binary: this.#counted(toBase64(bytesOf(value))) };
      case 'error':
        return { $error: this.#fields(errorFields(value), false) };
      case 'blob':
        return { $blob: this.#fields({ ...blobFields(value), bytes: this.#bytes(value) }, false) };
      default:
        if (isTypedArray(value)) return { $array: { type: kindOf(value), values: this.#list(Array.from(value)) } };
        return this.#counted(leafOf(value));
    }
  }

  /**
   * @param {Record<string, unknown>} value
   * @param {boolean} escaped whether its names are data
   */
  #fields(value, escaped) {
    const names = Object.keys(value);
    const parts = new Array(names.length);
    let same = true;
    for (let i = 0; i < names.length; i++) {
      const part = value[names[i]];
      parts[i] = this.tagged(part);
      same &&= parts[i] === part && !(escaped && names[i].startsWith('$'));
      this.#counted(names[i]);
    }
    // From entries, as a property may be called __proto__.
    return same ? value : Object.fromEntries(names.map((name, i) => [escaped && name.startsWith('$') ? `$${name}` : name, parts[i]]));
  }

  /** @param {unknown[]} values holes included */
  #list(values) {
    if (isEndless(values)) throw endless(values);
    let list = values;
    for (let i = 0; i < values.length; i++) {
      const part = this.tagged(values[i]);
      if (part === values[i]) continue;
      if (list === values) list = Array.from(values);
      list[i] = part;
    }
    return list;
  }

  /**
   * Values that share others unfold to far more than they took in the store.
   * @template T
   * @param {T} leaf
   * @returns {T}
   */
  #counted(leaf) {
    this.#length += typeof leaf === 'string' ? leaf.length + 3 : 4;
    if (this.#length > 2 * MAX_RECORD_BYTES) throw this.#unreadable('it unfolds to more text than a record may have');
    return leaf;
  }

  /** @param {string} why unless the value is in itself */
  #unreadable(why) {
    return new Unreadable(new Set(this.#path).size < this.#path.length ? 'it contains itself' : why);
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

/** @param {any} value an object without others inside */
function leafOf(value) {
  switch (kindOf(value)) {
    case 'date':
      return { $date: value.getTime() };
    case 'regexp':
      return { $regexp: { source: value.source, flags: value.flags } };
    case 'null':
      return { $date: null };
    case 'other':
      throw foreign(value);
    default:
      return primitive(unboxed(value));
  }
}

/** @param {unknown} value */
function primitive(value) {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (Object.is(value, -0)) return { $number: '-0' };
      return Number.isFinite(value) ? value : { $number: String(value) };
    case 'bigint':
      return { $bigint: String(value) };
    default:
      return null;
  }
}
