// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import * as ErrorCode from './error-codes.js';
import { IndexedDbError } from './protocol.js';
import { isAggregation, isPredicate, typeOf } from './queries.js';

/** Types that are only a name. */
const SIMPLE_TYPES = new Set([
  'boolean', 'tinyint', 'smallint', 'int', 'bigint', 'float', 'double', 'string', 'text', 'json', 'binary', 'date', 'timestamp', 'timestamp_ntz',
]);

const SOURCES = new Set(['field', 'key', 'value', 'corrupt']);
const FORMATS = new Set(['arrow', 'ndjson', 'csv']);
const MODES = new Set(['FAILFAST', 'PERMISSIVE', 'DROPMALFORMED']);
const ORDERS = new Set(['ascending', 'descending']);

/** Most characters of a value in a message. */
const MOST_SHOWN = 200;

/** What each operation needs besides its range, and what its members have to be, also in view of each other. */
const MEMBERS = /** @type {Record<string, Record<string, (value: any, request: any) => boolean>>} */ ({
  plan: {
    ...target(),
    ...maybe({ columns: areColumns, mode: isMode }),
    ...query(),
    atLeast: isCount,
    recordsPerSplit: isPositive,
    atMost: isPositive,
    ...maybe({ enough: isPositive }),
  },
  summarize: { ...target(), limit: isCount, count: isPositive, ordinal: isCount },
  read: {
    ...target(),
    columns: areColumns,
    ...maybe({ judged: areColumns, index: isIndex }),
    mode: isMode,
    ...query(),
    format: (value) => FORMATS.has(value),
    count: isPositive,
    byteTarget: isPositive,
  },
  catalog: {},
});

/**
 * The agent is not trusted to send what the protocol says: a number that is none could keep the worker busy for ever.
 * Keys are looked at when they are read.
 * @param {any} request
 * @throws {IndexedDbError} BAD_MESSAGE
 */
export function checkRequest(request) {
  const members = Object.hasOwn(MEMBERS, String(request.op)) ? MEMBERS[request.op] : null;
  if (members === null) throw wrong(`there is no operation ${JSON.stringify(request.op)}`);
  for (const [name, isValid] of Object.entries(members)) {
    if (!isValid(request[name], request)) throw wrong(`'${name}' of '${request.op}' is ${shown(request[name])}`);
  }
}

/**
 * A predicate can be long.
 * @param {unknown} value
 */
function shown(value) {
  const text = JSON.stringify(value) ?? 'absent';
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}…`;
}

/**
 * @param {string} why
 * @returns {IndexedDbError} BAD_MESSAGE
 */
export function wrong(why) {
  return new IndexedDbError(ErrorCode.BAD_MESSAGE, `Cannot serve a request: ${why}. Use an agent of the same version.`);
}

function target() {
  return { database: isText, store: isText, range: isObject };
}

/** The members that plans and reads share. Types come first: what is inside is judged by them. */
function query() {
  return maybe({
    tested: areColumns,
    predicate: (value, request) => isPredicate(value, request.tested ?? []),
    aggregation: (value, request) => request.mode !== 'DROPMALFORMED' && isAggregation(value, request.columns ?? []),
    order: (value, request) => ORDERS.has(value?.direction) && typeOf(value.by, request.columns ?? []) !== null,
    limit: isPositive,
  });
}

/**
 * Members that may be absent.
 * @param {Record<string, (value: any, request: any) => boolean>} members
 */
function maybe(members) {
  return Object.fromEntries(
    Object.entries(members).map(([name, isValid]) => [
      name,
      (/** @type {any} */ value, /** @type {any} */ request) => value === undefined || isValid(value, request),
    ]),
  );
}

/** @param {any} value */
function isMode(value) {
  return MODES.has(value);
}

/**
 * @param {unknown} value
 * @returns {boolean}
 */
function isText(value) {
  return typeof value === 'string';
}

/**
 * @param {unknown} value
 * @returns {boolean}
 */
function isObject(value) {
  return typeof value === 'object' && value !== null;
}

/** @param {any} value */
function isIndex(value) {
  const paths = isObject(value) && Array.isArray(value.keyPath) ? value.keyPath : [value?.keyPath];
  return isObject(value) && isText(value.name) && typeof value.multiEntry === 'boolean' && paths.every(isText);
}

/** @param {unknown} value */
function isCount(value) {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** @param {unknown} value */
function isPositive(value) {
  return isCount(value) && Number(value) > 0;
}

/** @param {unknown} value */
function areColumns(value) {
  return Array.isArray(value) && value.every(isColumn);
}

/** @param {any} value */
function isColumn(value) {
  return isObject(value) && isText(value.name) && isType(value.type) && (value.source === undefined || SOURCES.has(value.source));
}

/**
 * @param {any} type
 * @returns {boolean}
 */
function isType(type) {
  if (typeof type === 'string') return SIMPLE_TYPES.has(type);
  if (!isObject(type) || Object.keys(type).length !== 1) return false;
  if (Object.hasOwn(type, 'array')) return isType(type.array);
  if (Object.hasOwn(type, 'map')) return Array.isArray(type.map) && type.map.length === 2 && type.map.every(isType);
  if (Object.hasOwn(type, 'decimal')) return isDecimal(type.decimal);
  return Array.isArray(type.struct) && type.struct.every((/** @type {any} */ field) => isColumn({ name: field?.name, type: field?.type }));
}

/** @param {any} decimal */
function isDecimal(decimal) {
  if (!Array.isArray(decimal) || decimal.length !== 2 || !decimal.every(isCount)) return false;
  const [precision, scale] = decimal;
  return precision >= 1 && precision <= 38 && scale <= precision;
}
