// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Vector } from './vector.js' */
/** @import { Column, Type } from '../protocol.js' */
/** @import { DataType } from '@uwdata/flechette' */
import * as arrow from '@uwdata/flechette/src/data-types.js';
import { Endianness, TimeUnit, Version } from '@uwdata/flechette/src/constants.js';
import { encodeIPC } from '@uwdata/flechette/src/encode/encode-ipc.js';

/** What ends an Arrow stream. The agent writes it when it seals a split, so none is sent from here. */
const END_OF_STREAM = 8;

/** @type {Record<string, () => DataType>} */
const SIMPLE = {
  boolean: arrow.bool,
  tinyint: arrow.int8,
  smallint: arrow.int16,
  int: arrow.int32,
  bigint: arrow.int64,
  float: arrow.float32,
  double: arrow.float64,
  string: arrow.utf8,
  text: arrow.utf8,
  json: arrow.utf8,
  binary: arrow.binary,
  date: arrow.dateDay,
  timestamp: () => arrow.timestamp(TimeUnit.MICROSECOND, 'UTC'),
  timestamp_ntz: () => arrow.timestamp(TimeUnit.MICROSECOND),
};

/**
 * @param {Column[]} columns
 * @returns {Uint8Array[]} the schema message of a stream
 */
export function schemaMessage(columns) {
  const fields = columns.map((column) => arrow.field(column.name, arrowType(column.type)));
  const schema = { version: Version.V5, endianness: Endianness.Little, fields, metadata: null };
  return encodeIPC({ schema }, { sink: new Parts() }).finish();
}

/**
 * @param {Vector[]} columns
 * @param {number} length
 * @returns {Uint8Array[]} a record batch message
 */
export function batchMessage(columns, length) {
  /** @type {{length: number, nullCount: number}[]} */
  const nodes = [];
  /** @type {Uint8Array[]} */
  const buffers = [];
  columns.forEach((column) => flatten(column, nodes, buffers));
  let byteLength = 0;
  const regions = buffers.map((buffer) => {
    const offset = byteLength;
    byteLength += (buffer.length + 7) & ~7;
    return { offset, length: buffer.length };
  });
  // Flechette takes the number of rows from the first node; without columns there is none to write, but still the number.
  const named = nodes.length > 0 ? nodes : { length: 0, 0: { length, nullCount: 0 } };
  return encodeIPC({ records: [{ byteLength, nodes: named, regions, variadic: [], buffers }] }, { sink: new Parts() }).finish();
}

/**
 * @param {Uint8Array[]} parts
 * @returns {ArrayBuffer} all of them in a buffer of their own, which can be transferred
 */
export function joined(parts) {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes.buffer;
}

/**
 * @param {Vector} vector
 * @param {{length: number, nullCount: number}[]} nodes
 * @param {Uint8Array[]} buffers
 */
function flatten(vector, nodes, buffers) {
  nodes.push(vector);
  buffers.push(...vector.buffers);
  vector.children.forEach((child) => flatten(child, nodes, buffers));
}

/**
 * @param {Type} type
 * @returns {DataType}
 */
function arrowType(type) {
  if (typeof type === 'string') return SIMPLE[type]();
  if ('decimal' in type) return arrow.decimal128(...type.decimal);
  if ('array' in type) return arrow.list(arrow.field('element', arrowType(type.array)));
  if ('struct' in type) return structType(type.struct.map((field) => arrow.field(field.name, arrowType(field.type))));
  const [key, value] = type.map.map(arrowType);
  const entries = structType([arrow.field('key', key, false), arrow.field('value', value)]);
  return /** @type {DataType} */ ({ ...arrow.map(key, value), children: [arrow.field('entries', entries, false)] });
}

/** @param {ReturnType<typeof arrow.field>[]} fields */
function structType(fields) {
  return /** @type {DataType} */ ({ ...arrow.struct([]), children: fields });
}

/** Takes what Flechette writes, without the end of the stream. */
class Parts {
  /** @type {Uint8Array[]} */
  #parts = [];

  /** @param {Uint8Array} bytes */
  write(bytes) {
    if (bytes.length > 0) this.#parts.push(bytes);
  }

  /** @param {number} count */
  pad(count) {
    this.write(new Uint8Array(count));
  }

  finish() {
    let rest = END_OF_STREAM;
    while (rest > 0) {
      const last = /** @type {Uint8Array} */ (this.#parts.pop());
      if (last.length > rest) this.#parts.push(last.subarray(0, last.length - rest));
      rest -= Math.min(rest, last.length);
    }
    return this.#parts;
  }
}
