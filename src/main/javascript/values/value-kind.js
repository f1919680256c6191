// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What a value is, as summaries count it, or `other` for objects of classes that are not known.
 * @typedef {'null' | 'boolean' | 'integer' | 'number' | 'bigint64' | 'bigint38' | 'bigint' | 'string' | 'date' |
 *   'binary' | 'int8' | 'int16' | 'uint16' | 'int32' | 'uint32' | 'float16' | 'float32' | 'float64' | 'int64' |
 *   'uint64' | 'list' | 'object' | 'map' | 'blob' | 'regexp' | 'error' | 'other'} Kind
 */

/**
 * Classes of the platform whose objects are read as plain ones of their attributes: CryptoKey, DOMMatrix, DOMPoint,
 * DOMQuad, DOMRect, FileSystemFileHandle, FileSystemDirectoryHandle, ImageBitmap, ImageData, and the read-only ones.
 */
const PLATFORM = /^(CryptoKey|DOM|FileSystem|Image)/;

/** @type {Record<string, string>} the classes of each kind, some of which this browser may lack */
const CLASSES = {
  object: 'Object',
  list: 'Array Set FileList',
  map: 'Map',
  date: 'Date',
  regexp: 'RegExp',
  boxed: 'Number String Boolean BigInt',
  binary: 'ArrayBuffer DataView Uint8Array Uint8ClampedArray',
  int8: 'Int8Array',
  int16: 'Int16Array',
  uint16: 'Uint16Array',
  int32: 'Int32Array',
  uint32: 'Uint32Array',
  float16: 'Float16Array',
  float32: 'Float32Array',
  float64: 'Float64Array',
  int64: 'BigInt64Array',
  uint64: 'BigUint64Array',
  blob: 'Blob File',
};

/** @type {Map<unknown, any>} kinds by prototype: what a record says of itself (`constructor`) is data */
const KINDS = new Map([[null, 'object']]);
for (const [kind, names] of Object.entries(CLASSES)) {
  // An absent class leaves undefined there, which is nothing's prototype.
  for (const name of names.split(' ')) KINDS.set(/** @type {any} */ (globalThis)[name]?.prototype, kind);
}

const LONG = 2n ** 63n;
const DIGITS_38 = 10n ** 38n;

/**
 * @param {unknown} value
 * @returns {Kind} boxed primitives count as their primitive, an invalid Date as null
 */
export function kindOf(value) {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? 'integer' : 'number';
    case 'boolean':
      return 'boolean';
    case 'bigint':
      return kindOfBigInt(value);
    case 'object':
      return value === null ? 'null' : kindOfObject(value);
    default:
      return value === undefined ? 'null' : 'other';
  }
}

/** @param {bigint} value */
function kindOfBigInt(value) {
  if (value >= -LONG && value < LONG) return 'bigint64';
  return value > -DIGITS_38 && value < DIGITS_38 ? 'bigint38' : 'bigint';
}

/**
 * @param {object} value
 * @returns {Kind}
 */
function kindOfObject(value) {
  const kind = KINDS.get(Object.getPrototypeOf(value));
  if (kind === undefined) return kindOfRare(value);
  if (kind === 'boxed') return kindOf(unboxed(value));
  return kind === 'date' && Number.isNaN(/** @type {Date} */ (value).getTime()) ? 'null' : kind;
}

/**
 * @param {object} value of a class that is not listed; errors are of many
 * @returns {Kind}
 */
function kindOfRare(value) {
  if (value instanceof Error) return 'error';
  return PLATFORM.test(classOf(value)) ? 'object' : 'other';
}

/**
 * @param {unknown} value
 * @returns {string} what its class is called
 */
export function classOf(value) {
  return Object.prototype.toString.call(value).slice(8, -1);
}

/**
 * @param {unknown} value
 * @returns {value is null | undefined} whether it has no value: null, undefined, or an invalid Date
 */
export function isNull(value) {
  if (value === null || value === undefined) return true;
  return typeof value === 'object' && Object.getPrototypeOf(value) === Date.prototype && kindOf(value) === 'null';
}

/**
 * @param {unknown} value
 * @returns {unknown} the primitive of a boxed one, else the value itself
 */
export function unboxed(value) {
  if (typeof value !== 'object' || value === null) return value;
  const prototype = Object.getPrototypeOf(value);
  return KINDS.get(prototype) === 'boxed' ? prototype.valueOf.call(value) : value;
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>} whether it is a plain object, whose own properties are data
 */
export function isPlain(value) {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * What the fields of a value are called and hold. An object of the platform has those that the browser lists; a Blob's
 * bytes stay with the Blob, and `name` and `lastModified` of one that is no File are null.
 * @param {any} value
 * @returns {Record<string, unknown> | null} null if its kind has no fields
 */
export function fieldsOf(value) {
  if (isPlain(value)) return value;
  switch (kindOf(value)) {
    case 'object':
      return attributesOf(value);
    case 'error':
      return { name: value.name, message: value.message, stack: value.stack ?? null };
    case 'blob':
      return {
        name: value.name ?? null,
        type: value.type,
        size: value.size,
        lastModified: value.lastModified === undefined ? null : new Date(value.lastModified),
        bytes: new BlobBytes(value),
      };
    default:
      return null;
  }
}

/**
 * @param {any} value
 * @returns {Record<string, unknown>} its own attributes and those of its class that are not functions
 */
function attributesOf(value) {
  /** @type {Record<string, unknown>} */
  const attributes = {};
  for (const name in value) if (typeof value[name] !== 'function') attributes[name] = value[name];
  return attributes;
}

/** Stands for the bytes of a Blob where only the Blob itself is at hand. */
export class BlobBytes {
  /** @param {Blob} blob */
  constructor(blob) {
    this.blob = blob;
  }
}
