// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { encoderOf } from '../columns/encoders.js';
import { Groups } from '../evaluation/groups.js';
/** @import { Column, RequestJson, WorkerRequest } from '../protocol/protocol.js' */
import { compile } from '../evaluation/predicate.js';
import { typeOf } from '../evaluation/references.js';
import { badMessage, WorkerError } from '../protocol/protocol.js';

/** Most levels of a predicate. */
export const MAX_PREDICATE_LEVELS = 64;

/** Most predicates and literals in one. */
export const MAX_PREDICATE_PARTS = 10_000;

/**
 * Whether a member is what the protocol says, also in view of the others. It may throw instead if the member is nothing
 * of the kind.
 * @typedef {(value: any, request?: any) => unknown} Shape
 */

/** @type {Shape} */
const text = (value) => typeof value === 'string';
/** @type {Shape} */
const object = (value) => typeof value === 'object' && value !== null;
const count = whole(0);
const positive = whole(1);
const precision = whole(1, 38);

/** Types that are an object, by its one member. */
const NESTED = /** @type {Record<string, Shape>} */ ({
  decimal: (value) => value.length === 2 && precision(value[0]) && whole(0, value[0])(value[1]),
  array: isType,
  map: (value) => value.length === 2 && value.every(isType),
  struct: list(record({ name: text, type: isType })),
});

const columns = list(record({ name: text, type: isType, source: optional(oneOf('field', 'key', 'value', 'corrupt')) }));
const mode = oneOf('FAILFAST', 'PERMISSIVE', 'DROPMALFORMED');
const target = { database: text, store: text, range: object };

/** The members that plans and reads share. Columns come first: what is inside is judged by them. */
const query = {
  tested: optional(columns),
  predicate: optional((value, { tested }) => isPredicate(value, tested)),
  aggregation: optional((value, request) => request.mode !== 'DROPMALFORMED' && new Groups(value, request.columns)),
  order: optional(
    ({ by, direction }, request) => typeOf(by, request.columns) && ['ascending', 'descending'].includes(direction),
  ),
  limit: optional(positive),
};

/** What each operation needs; keys are looked at when they are read. */
const OPERATIONS = /** @type {Record<string, Record<string, Shape>>} */ ({
  catalog: {},
  plan: {
    ...target,
    columns: optional(columns),
    mode: optional(mode),
    ...query,
    atLeast: count,
    recordsPerSplit: positive,
    atMost: positive,
    enough: optional(positive),
  },
  summarize: { ...target, limit: positive, count: positive, ordinal: count },
  read: {
    ...target,
    identity: optional(
      // What the rest is compared with is nothing else.
      record({ records: list(record({ key: object })) }),
    ),
    index: optional(
      record({ name: text, keyPath: (value) => [value].flat().every(text), multiEntry: oneOf(true, false) }),
    ),
    columns,
    judged: optional(columns),
    mode,
    format: oneOf('arrow', 'ndjson', 'csv'),
    ...query,
    count: positive,
    byteTarget: positive,
  },
});

/**
 * The agent is not trusted to send what the protocol says: a number that is none could keep the worker busy for ever.
 * @param {RequestJson} request
 * @returns {asserts request is WorkerRequest}
 * @throws {IndexedDbError} BAD_MESSAGE
 */
export function checkRequest(request) {
  const op = /** @type {string} */ (request.op);
  if (!Object.hasOwn(OPERATIONS, op)) throw badMessage('op', op);
  for (const [name, isRight] of Object.entries(OPERATIONS[op])) {
    try {
      if (isRight(request[name], request)) continue;
    } catch (e) {
      if (e instanceof WorkerError) throw e;
    }
    throw badMessage(name, request[name]);
  }
}

/**
 * Whether a value is a predicate whose references and literals fit the columns, and small enough to be evaluated. May
 * throw if it is not.
 * @param {any} value
 * @param {Column[]} [tested]
 */
export function isPredicate(value, tested) {
  return sizeOf(value) <= MAX_PREDICATE_PARTS && compile(value, tested);
}

/**
 * @param {any} predicate
 * @param {number} [level]
 * @returns {number} of predicates and literals in it; infinite if it has too many levels
 */
function sizeOf({ of = [], values = [] }, level = 1) {
  if (level > MAX_PREDICATE_LEVELS) return Infinity;
  return of.reduce(
    (/** @type {number} */ size, /** @type {any} */ part) => size + sizeOf(part, level + 1),
    1 + [...values].length,
  );
}

/** @param {any} type */
function isType(type) {
  if (text(type)) return encoderOf(type);
  const [[name, of], ...more] = Object.entries(type);
  return more.length === 0 && Object.hasOwn(NESTED, name) && NESTED[name](of);
}

/**
 * @param {number} least
 * @param {number} [most]
 * @returns {Shape}
 */
function whole(least, most = Number.MAX_SAFE_INTEGER) {
  return (value) => Number.isInteger(value) && value >= least && value <= most;
}

/**
 * @param {unknown[]} values
 * @returns {Shape}
 */
function oneOf(...values) {
  return (value) => values.includes(value);
}

/**
 * @param {Shape} shape
 * @returns {Shape}
 */
function optional(shape) {
  return (value, request) => value === undefined || shape(value, request);
}

/**
 * @param {Shape} shape
 * @returns {Shape}
 */
function list(shape) {
  return (value) => value.every(shape);
}

/**
 * @param {Record<string, Shape>} members
 * @returns {Shape}
 */
function record(members) {
  return (value) => Object.entries(members).every(([name, shape]) => shape(value[name]));
}
