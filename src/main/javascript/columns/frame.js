// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Vector } from './vector.js' */

/**
 * What a message begins with, before the length of its metadata: https://arrow.apache.org/docs/format/Columnar.html, as
 * all below. The schema before the batches and the end of the stream are written by the agent, which knows the columns
 * too.
 */
const CONTINUATION = -1;

/** A member of the enum MetadataVersion in Schema.fbs, and one of the union MessageHeader in Message.fbs. */
const VERSION_5 = 4;
const RECORD_BATCH = 3;

/**
 * @param {Vector[]} columns
 * @param {number} length
 * @returns {Uint8Array[]} a record batch message
 */
export function batchMessage(columns, length) {
  /** @type {number[]} */
  const nodes = [];
  /** @type {number[]} */
  const regions = [];
  /** @type {Uint8Array[]} */
  const body = [];
  let offset = 0;
  for (const { length, nullCount, buffers } of columns.flatMap(flattened)) {
    nodes.push(...long(length), ...long(nullCount));
    for (const bytes of buffers) {
      regions.push(...long(offset), ...long(bytes.length));
      body.push(bytes, new Uint8Array(-bytes.length & 7));
      offset += (bytes.length + 7) & ~7;
    }
  }
  return [new Uint8Array(metadataOf(length, nodes, regions, offset).buffer), ...body];
}

/**
 * A flatbuffer (https://flatbuffers.dev/internals) of which only the two vectors differ in length, so that everything
 * before them has its place: a Message of Message.fbs with a RecordBatch. Each table is preceded by its vtable, which
 * is two bytes each for its own length, the table's, and the place in the table of each field by its id. A table begins
 * with how far back its vtable is, a reference is how far ahead its target is. A vector is the number of its items,
 * then the items; those of 8 bytes are aligned to 8, from the start of the flatbuffer.
 *
 * @param {number} length
 * @param {number[]} nodes structs FieldNode: length and number of nulls of each vector
 * @param {number[]} regions structs Buffer: offset in the body and length of each buffer
 * @param {number} bodyLength
 * @returns {Int32Array<ArrayBuffer>}
 */
function metadataOf(length, nodes, regions, bodyLength) {
  const toRegions = 12 + 4 * nodes.length;
  const size = 80 + 4 * (nodes.length + regions.length);
  // biome-ignore format: each place stands beside what is there.
  return Int32Array.from([
    CONTINUATION, size,
    /*  0 */ 16,                                        // the Message
    /*  4 */ pair(12, 20), pair(4, 6), pair(16, 8),     // vtable: version, header_type, header, bodyLength
    /* 16 */ 12, pair(VERSION_5, RECORD_BATCH),         // Message: vtable, version and header_type
    /* 24 */ ...long(bodyLength), 16,                   //   bodyLength, header
    /* 36 */ pair(10, 20), pair(8, 4), pair(16, 0),     // vtable: length, nodes, buffers, and two bytes to fill up
    /* 48 */ 12, 16, ...long(length), toRegions,        // RecordBatch: vtable, nodes, length, buffers
    /* 68 */ nodes.length / 4, ...nodes,
    0, regions.length / 4, ...regions,
  ]);
}

/**
 * @param {number} low
 * @param {number} high
 */
function pair(low, high) {
  return low | (high << 16);
}

/**
 * @param {number} value which is no negative
 * @returns {number[]} a long, as two words: no batch is so large that the upper one is needed
 */
function long(value) {
  return [value, 0];
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
 * @returns {Vector[]} it and what it holds, in Arrow's order
 */
function flattened(vector) {
  return [vector, ...vector.children.flatMap(flattened)];
}
