// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Arrow's stream format, as far as it is needed here: https://arrow.apache.org/docs/format/Columnar.html. Ids of tables, fields and units
 * are those of Schema.fbs and Message.fbs there.
 */

/** @import { Field, Part } from './flatbuffer.js' */
/** @import { Vector } from './vector.js' */
/** @import { Column, Type } from '../protocol.js' */
import { Flatbuffer, int16, int32, int64, int8, reference, string, table, vector } from './flatbuffer.js';

/** Members of the unions Type and MessageHeader. */
const [INT, FLOATING_POINT, BINARY, UTF8, BOOL, DECIMAL, DATE, TIMESTAMP, LIST, STRUCT, MAP] = [2, 3, 4, 5, 6, 7, 8, 10, 12, 13, 17];
const [SCHEMA, RECORD_BATCH] = [1, 3];

const [SINGLE, DOUBLE] = [1, 2];
const DAY = 0;
const MICROSECOND = 2;
const VERSION_5 = 4;

/** What a message begins with, before the length of its metadata. */
const CONTINUATION = -1;

/**
 * A type as a field names it: which, its own fields, and the fields within.
 * @typedef {{id: number, of?: Field[], children?: Part[]}} ArrowType
 */

/** @type {(bits: number) => ArrowType} */
const int = (bits) => ({ id: INT, of: [int32(bits), int8(1)] });

/** @type {Record<string, ArrowType>} */
const SIMPLE = {
  boolean: { id: BOOL },
  tinyint: int(8),
  smallint: int(16),
  int: int(32),
  bigint: int(64),
  float: { id: FLOATING_POINT, of: [int16(SINGLE)] },
  double: { id: FLOATING_POINT, of: [int16(DOUBLE)] },
  string: { id: UTF8 },
  text: { id: UTF8 },
  json: { id: UTF8 },
  binary: { id: BINARY },
  date: { id: DATE, of: [int16(DAY)] },
  timestamp: { id: TIMESTAMP, of: [int16(MICROSECOND), reference(string('UTC'))] },
  timestamp_ntz: { id: TIMESTAMP, of: [int16(MICROSECOND)] },
};

/**
 * @param {Column[]} columns
 * @returns {Uint8Array[]} the schema message of a stream
 */
export function schemaMessage(columns) {
  return message(SCHEMA, table(undefined, references(fieldsOf(columns))), 0);
}

/**
 * @param {Vector[]} columns
 * @param {number} length
 * @returns {Uint8Array[]} a record batch message
 */
export function batchMessage(columns, length) {
  /** @type {Field[]} */
  const nodes = [];
  /** @type {Field[]} */
  const regions = [];
  /** @type {Uint8Array[]} */
  const body = [];
  let offset = 0;
  for (const { length, nullCount, buffers } of columns.flatMap(flattened)) {
    nodes.push(int64(length), int64(nullCount));
    for (const bytes of buffers) {
      regions.push(int64(offset), int64(bytes.length));
      body.push(bytes, new Uint8Array(-bytes.length & 7));
      offset += (bytes.length + 7) & ~7;
    }
  }
  const batch = table(int64(length), reference(vector(nodes, 2)), reference(vector(regions, 2)));
  return [...message(RECORD_BATCH, batch, offset), ...body];
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
 * @param {number} kind
 * @param {Part} header
 * @param {number} bodyLength
 */
function message(kind, header, bodyLength) {
  const metadata = new Flatbuffer();
  metadata.reserve(4, 4);
  metadata.putField(0, { size: 4, refer: table(int16(VERSION_5), int8(kind), reference(header), int64(bodyLength)) });
  metadata.reserve(0, 8);
  return [new Uint8Array(Int32Array.of(CONTINUATION, metadata.length).buffer), metadata.bytes()];
}

/**
 * @param {Vector} vector
 * @returns {Vector[]} it and what it holds, in Arrow's order
 */
function flattened(vector) {
  return [vector, ...vector.children.flatMap(flattened)];
}

/** @param {Part[]} parts */
function references(parts) {
  return reference(vector(parts.map(reference)));
}

/** @param {{name: string, type: Type}[]} fields */
function fieldsOf(fields) {
  return fields.map(({ name, type }) => fieldOf(name, arrowType(type)));
}

/**
 * @param {string} name
 * @param {ArrowType} type
 * @param {boolean} [isNullable]
 */
function fieldOf(name, { id, of = [], children = [] }, isNullable = true) {
  return table(reference(string(name)), int8(Number(isNullable)), int8(id), reference(table(...of)), undefined, references(children));
}

/**
 * @param {Type} type
 * @returns {ArrowType}
 */
function arrowType(type) {
  if (typeof type === 'string') return SIMPLE[type];
  if ('decimal' in type) return { id: DECIMAL, of: type.decimal.map(int32) };
  if ('array' in type) return { id: LIST, children: fieldsOf([{ name: 'element', type: type.array }]) };
  if ('struct' in type) return { id: STRUCT, children: fieldsOf(type.struct) };
  const [key, value] = type.map.map(arrowType);
  const entries = { id: STRUCT, children: [fieldOf('key', key, false), fieldOf('value', value)] };
  return { id: MAP, children: [fieldOf('entries', entries, false)] };
}
