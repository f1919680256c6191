// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The protocol between page link, agent and export worker, version 1: the JavaScript twin of the Java package `wire`.
 * connector-docs/protocol.md is the contract.
 */
import * as ErrorCode from './error-codes.js';
import { messageOf } from './messages.js';

/** The protocol version that the page link states in `hello`. */
export const PROTOCOL_VERSION = 1;

/** The version of this package. */
export const VERSION = '0.1.0';

/** The request id before the payload of a binary frame, big-endian. */
export const FRAME_HEADER_BYTES = 4;

/** The largest payload of one binary frame, in bytes. */
export const MAX_FRAME_BYTES = 1 << 20;

/** The largest record, in encoded bytes. */
export const MAX_RECORD_BYTES = 64 << 20;

/** Most characters of a value in a message. */
const MAX_CHARACTERS = 200;

/** An error that a person will read, with the code that programs go by. */
export class IndexedDbError extends Error {
  /**
   * @param {keyof typeof ErrorCode} code
   * @param {string} message "Cannot <do X>: <why>. <What to do.>"
   */
  constructor(code, message) {
    super(message);
    this.name = 'IndexedDbError';
    this.code = code;
  }
}

/** An error of the export worker, whose sentence the agent writes. */
export class WorkerError extends Error {
  /**
   * @param {keyof typeof ErrorCode} code
   * @param {Args} args what its sentence tells
   * @param {Record<string, unknown>} [details] for programs
   */
  constructor(code, args, details = {}) {
    super(messageOf(code, args));
    this.code = code;
    this.args = args;
    this.details = details;
  }
}

/**
 * @param {string} what of a request makes no sense
 * @param {unknown} value that it has; an object can be too deep to be shown
 * @returns {WorkerError} BAD_MESSAGE
 */
export function badMessage(what, value) {
  const shown = typeof value === 'object' ? 'none' : `'${String(value).slice(0, MAX_CHARACTERS)}'`;
  return new WorkerError(ErrorCode.BAD_MESSAGE, [what, shown]);
}

/**
 * The failure message for anything thrown while a request was served.
 * @param {unknown} thrown
 * @returns {{code: string, message: string, args: Args, details: Record<string, unknown>}}
 */
export function failureOf(thrown) {
  const error = thrown instanceof WorkerError ? thrown : new WorkerError(ErrorCode.WORKER_FAILED, [String(thrown)]);
  return { ...error, message: error.message };
}

/**
 * Cuts a payload into binary frames: the request id, four bytes, big-endian, and at most {@link MAX_FRAME_BYTES} of it.
 * @param {number} id
 * @param {ArrayBuffer} payload
 * @returns {Generator<Uint8Array<ArrayBuffer>>}
 */
export function* framesOf(id, payload) {
  for (let start = 0; start < payload.byteLength; start += MAX_FRAME_BYTES) {
    const part = new Uint8Array(payload, start, Math.min(MAX_FRAME_BYTES, payload.byteLength - start));
    const frame = new Uint8Array(FRAME_HEADER_BYTES + part.length);
    new DataView(frame.buffer).setUint32(0, id);
    frame.set(part, FRAME_HEADER_BYTES);
    yield frame;
  }
}

/**
 * A key as JSON; exactly one member.
 * @typedef {{number: number | 'Infinity' | '-Infinity'} | {date: number} | {string: string} | {binary: string}
 *   | {array: KeyJson[]}} KeyJson
 *
 * A key range as JSON; absent bounds are unbounded, absent flags false.
 * @typedef {{lower?: KeyJson, upper?: KeyJson, lowerOpen?: boolean, upperOpen?: boolean}} RangeJson
 *
 * How wanted records are found: in the index of that name or by the primary key, in so many intervals of keys (in all
 * if it does not say), each of one key or not, and in which if it is one; all with the predicate `evaluated` or not; or
 * none, as they are `counted` and the ends of ranges are all that is asked for.
 * @typedef {{index?: string, intervals?: number, arePoints?: boolean, only?: RangeJson, evaluated?: boolean,
 *   counted?: boolean}} PathJson
 *
 * A type: a name, or an object with one member.
 * @typedef {string | {decimal: [number, number]} | {array: Type} | {map: [Type, Type]}
 *   | {struct: {name: string, type: Type}[]}} Type
 *
 * A column; `source` is `field` when absent.
 * @typedef {{name: string, type: Type, source?: 'field' | 'key' | 'value' | 'corrupt'}} Column
 *
 * @typedef {'FAILFAST' | 'PERMISSIVE' | 'DROPMALFORMED'} Mode
 *
 * @typedef {{op: 'catalog'}} CatalogRequest
 *
 * An index as the app made it.
 * @typedef {{name: string, keyPath: string | string[], unique: boolean, multiEntry: boolean}} IndexJson
 *
 * A column, or a field within one: the column's name, then the field's in each struct on the way.
 * @typedef {string[]} Reference
 *
 * A value to compare with, in the JSON that belongs to the type of what it is compared with.
 * @typedef {boolean | number | string | null} LiteralJson
 *
 * A condition on records, true, false or null as in SQL.
 * @typedef {{op: 'and' | 'or' | 'not', of: PredicateJson[]} | {op: 'always', value: boolean | null}
 *   | {op: '=' | '<=>' | '<' | '<=' | '>' | '>=', column: Reference, value: LiteralJson}
 *   | {op: 'in', column: Reference, values: LiteralJson[]} | {op: 'isNull' | 'isNotNull', column: Reference}
 *   | {op: 'startsWith' | 'endsWith' | 'contains', column: Reference, value: string}} PredicateJson
 *
 * Groups instead of records; an aggregate without `of` counts rows.
 * @typedef {{function: 'count' | 'min' | 'max' | 'sum', of?: Reference}} AggregateJson
 * @typedef {{groupBy: Reference[], aggregates: AggregateJson[]}} AggregationJson
 *
 * What is wanted of records beyond their columns; `tested` are the whole table's columns that the predicate names.
 * @typedef {{predicate?: PredicateJson, tested?: Column[], aggregation?: AggregationJson,
 *   order?: {by: Reference, direction: 'ascending' | 'descending'}, limit?: number}} Query
 *
 * What leaves the browser of a record.
 * @typedef {{columns: Column[], judged?: Column[], mode: Mode, format: string}} Projection
 *
 * A plan has a projection if it has a query.
 * @typedef {{op: 'plan', database: string, store: string, range: RangeJson, atLeast: number, recordsPerSplit: number,
 *   atMost: number, enough?: number} & Query & Partial<Projection>} PlanRequest
 *
 * @typedef {{op: 'summarize', database: string, store: string, range: RangeJson, after?: KeyJson, limit: number,
 *   count: number, ordinal: number}} SummarizeRequest
 *
 * A record that was read: its primary key, and a digest of it.
 * @typedef {{key: KeyJson, digest: number}} Witness
 *
 * Which store was read: its kind, the worker's connection to its database at a version, and some of its records.
 * @typedef {{connection: string, version: number, keyPath: string | string[] | null, autoIncrement: boolean,
 *   records: Witness[]}} Identity
 *
 * The range and `after` are of the index's keys if there is one. `identity` is of the store that was read before.
 * @typedef {{op: 'read', database: string, store: string, range: RangeJson, index?: IndexJson, after?: KeyJson,
 *   afterPrimary?: KeyJson, identity?: Identity, count: number, byteTarget: number} & Query & Projection} ReadRequest
 *
 * @typedef {CatalogRequest | PlanRequest | SummarizeRequest | ReadRequest} WorkerRequest
 *
 * A request as it comes, of which nothing is known.
 * @typedef {Record<string, unknown>} RequestJson
 *
 * What the export worker answers: a result and, of a read, the bytes of the batch.
 * @typedef {{result: object, buffer?: ArrayBuffer}} WorkerResult
 *
 * What the sentence of an error tells; a place is a database, or a database and a store.
 * @typedef {(string | number | string[] | MisfitJson | undefined)[]} Args
 *
 * A value that does not fit, of which nobody can tell what it holds: its kind and class (none of a record that the
 * browser cannot read), a number as text, of a bigint how many digits it has, the type that it has to fit, and what
 * else there is to say.
 * @typedef {{kind: string, class: string, number?: string | number, type?: Type, why?: string | number}} Misfitting
 *
 * Where it is, of a key or not, in the record with a key, as JSON.
 * @typedef {Misfitting & {path: (string | number)[], source?: string, key: string, place: string}} MisfitJson
 *
 * Malformed records of a batch: how many, and for each column the first, of which the agent makes a sentence.
 * @typedef {{count: number, first: Record<string, MisfitJson | string>}} Malformed
 */
