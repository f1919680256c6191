// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { MAX_RECORD_BYTES } from '../protocol/protocol.js';
import { lossOf } from './blobs.js';
import { bytesOf } from './keys.js';
/** @import { BlobReader } from './blobs.js' */
/** @import { Type } from '../protocol/protocol.js' */
import { ownProperty } from './properties.js';
import { isEndless, MAX_RECORD_LEVELS, reasonAgainst, TOO_DEEP, Unreadable } from './record-limits.js';
import { toBase64 } from './text.js';
import { BlobBytes, fieldsOf, kindOf, unboxed } from './value-kind.js';

/**
 * A value as JSON text. What plain JSON loses is an object with one member that begins with `$`: `$date` (milliseconds,
 * or null), `$bigint`, `$number` (NaN, Infinity, -Infinity, -0), `$binary` (base64), `$array` (a typed array: `type`,
 * `values`), `$map` (pairs), `$set`, `$regexp` (`source`, `flags`), `$error` (`name`, `message`, `stack`), `$blob`
 * (`name`, `type`, `size`, `lastModified`, `bytes`). An own property whose name begins with `$` gets one more. Holes
 * and undefined are null, a lone surrogate is its escape.
 * @param {unknown} value
 * @param {BlobReader} blobs
 * @param {Type} [type] that the value fits: of its structs only the fields that the type names are looked at, and an
 *   invalid Date is null wherever the type reaches
 * @returns {string}
 * @throws {Unreadable}
 */
export function toTaggedJson(value, blobs, type) {
  try {
    return JSON.stringify(new Tagger(blobs).tagged(value, type));
  } catch (e) {
    const reason = reasonAgainst(value);
    if (reason !== null) throw new Unreadable(reason);
    // How much of the stack is left is not known: it may have been too little for one and not for the other.
    throw e instanceof RangeError ? new Unreadable(TOO_DEEP) : e;
  }
}

/**
 * Makes of one value what `JSON.stringify` writes as its tagged JSON: the value itself as far as JSON can say it, as
 * most of a record can. Each level takes two calls, as a thousand have to fit the stack. Gives up on what is not
 * readable: why is found out only then. Confined to one call.
 */
class Tagger {
  #blobs;
  #depth = 0;
  #length = 0;

  /** @param {BlobReader} blobs */
  constructor(blobs) {
    this.#blobs = blobs;
  }

  /**
   * @param {any} value
   * @param {any} [type] of an entry of a Map: `{entry: [key, value]}`
   * @returns {unknown}
   */
  tagged(value, type) {
    if (typeof value !== 'object' || value === null) return this.#counted(primitive(value));
    if (++this.#depth > MAX_RECORD_LEVELS) throw new RangeError();
    const tagged = this.#object(value, type);
    this.#depth--;
    return this.#counted(tagged);
  }

  /**
   * @param {any} value
   * @param {any} type
   */
  #object(value, type) {
    const kind = kindOf(value);
    const element = type?.array;
    switch (kind) {
      case 'object':
        return this.#fields(fieldsOf(value), true, type);
      case 'list':
        if (type?.entry) return this.#list(value, ...type.entry);
        if (value instanceof Set) return { $set: this.#list(Array.from(value), element) };
        return this.#list(Array.isArray(value) ? value : Array.from(value), element);
      case 'map':
        return { $map: this.#list(Array.from(value), type?.map && { entry: type.map }) };
      case 'binary':
        // As the elements of an array it has no type of its own.
        return element ? this.#list(Array.from(value)) : { $binary: this.#counted(toBase64(bytesOf(value))) };
      case 'error':
        return { $error: this.#fields(fieldsOf(value), false, type) };
      case 'blob':
        return { $blob: this.#fields(fieldsOf(value), false, type) };
      case 'regexp':
        return { $regexp: this.#fields({ source: value.source, flags: value.flags }, false) };
      case 'date':
        return { $date: value.getTime() };
      case 'null':
        return type ? null : { $date: null };
      case 'other':
        if (value instanceof BlobBytes) return this.#bytes(value.blob);
        throw new RangeError();
      default:
        if (ArrayBuffer.isView(value))
          return { $array: { type: kind, values: this.#list(Array.from(/** @type {any} */ (value))) } };
        return primitive(unboxed(value));
    }
  }

  /**
   * @param {any} value
   * @param {boolean} escaped whether its names are data
   * @param {any} [type]
   */
  #fields(value, escaped, type) {
    /** @type {{name: string, type: Type}[] | undefined} */
    const struct = type?.struct;
    const names = struct ? struct.map((field) => field.name) : Object.keys(value);
    const parts = new Array(names.length);
    let same = !struct;
    for (let i = 0; i < names.length; i++) {
      const part = struct ? ownProperty(value, names[i]) : value[names[i]];
      parts[i] = this.tagged(part, struct ? struct[i].type : type?.map?.[1]);
      const isLikeTag = escaped && names[i].startsWith('$');
      if (isLikeTag) names[i] = `$${names[i]}`;
      same &&= parts[i] === part && !isLikeTag;
      this.#counted(names[i]);
    }
    // From entries, as a property may be called __proto__.
    return same ? value : Object.fromEntries(names.map((name, i) => [name, parts[i]]));
  }

  /**
   * @param {unknown[]} values holes included
   * @param {any} [first] the type of the first
   * @param {any} [others] the type of the others
   */
  #list(values, first, others = first) {
    if (isEndless(values)) throw new RangeError();
    let list = values;
    for (let i = 0; i < values.length; i++) {
      const part = this.tagged(values[i], i ? others : first);
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
    if (this.#length > 2 * MAX_RECORD_BYTES) throw new Unreadable('it unfolds to more text than a record may have');
    return leaf;
  }

  /** @param {Blob} blob */
  #bytes(blob) {
    const bytes = this.#blobs.read(blob);
    if (bytes === undefined) throw new Unreadable(`it holds a file that ${lossOf(blob)}`);
    return toBase64(bytes);
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
