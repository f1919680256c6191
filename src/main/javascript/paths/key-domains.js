// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { LiteralJson, Type } from '../protocol/protocol.js' */
/** @import { Interval } from './intervals.js' */
import { fromBase64, wellFormed } from '../values/text.js';
import { interval } from './intervals.js';

/**
 * The keys that values of a type are in an index or a store.
 * @typedef {object} Domain
 * @property {Interval} all every key that can be one
 * @property {boolean} fits whether every one of these keys is a value of the type
 * @property {(literal: LiteralJson) => Interval} near the least interval below which every key is less than the
 *   literal, and above which greater; if it is of one key, that is the literal itself
 * @property {(literal: LiteralJson) => Interval} [equal] the keys that may equal the literal, if they are fewer than
 *   those near it
 */

const DAY = 86_400_000;
const LAST_DATE = 8.64e15;

/** Where surrogates begin: from there on the order of strings in an index is another than that of UTF-8. */
const FIRST_SURROGATE = 0xd800;

const NO_BYTES = new Uint8Array(0).buffer;

const NUMBERS = interval(-Infinity, Infinity);
const DATES = interval(new Date(-LAST_DATE), new Date(LAST_DATE));
const STRINGS = interval('', NO_BYTES, false, true);
const BINARIES = interval(NO_BYTES, [], false, true);

/** @type {Domain} */
const INTEGERS = { all: NUMBERS, fits: false, near: nearInteger };

/** @type {Map<unknown, Domain>} of the types whose values say what their key is */
const DOMAINS = new Map([
  ['tinyint', INTEGERS],
  ['smallint', INTEGERS],
  ['int', INTEGERS],
  ['bigint', INTEGERS],
  ['double', { all: NUMBERS, fits: true, near: nearNumber }],
  [
    'date',
    {
      all: DATES,
      fits: false,
      near: (/** @type {LiteralJson} */ days) => nearTime(BigInt(Number(days) * DAY) * 1000n),
    },
  ],
  ['timestamp', { all: DATES, fits: true, near: nearMicros }],
  ['timestamp_ntz', { all: DATES, fits: true, near: nearMicros }],
  ['string', { all: STRINGS, fits: true, near: nearText, equal: equalText }],
  [
    'binary',
    { all: BINARIES, fits: true, near: (/** @type {LiteralJson} */ base64) => point(fromBase64(String(base64))) },
  ],
]);

/**
 * @param {Type | null} type
 * @returns {Domain | null} null if values of different kinds, or keys of another order, are of the type
 */
export function domainOf(type) {
  return DOMAINS.get(type) ?? null;
}

/**
 * @param {string} prefix
 * @returns {Interval} every string that begins with it, and perhaps more
 */
export function prefixInterval(prefix) {
  const start = upToSurrogate(prefix);
  if (start === '') return STRINGS;
  const end = start.slice(0, -1) + String.fromCharCode(start.charCodeAt(start.length - 1) + 1);
  return interval(start, end, false, true);
}

/** @param {LiteralJson} literal */
function nearInteger(literal) {
  const number = Number(literal);
  // Beyond, several integers are one number, and none of them fits.
  if (Number.isSafeInteger(number)) return point(number);
  return number > 0 ? interval(Number.MAX_SAFE_INTEGER, Infinity) : interval(-Infinity, Number.MIN_SAFE_INTEGER);
}

/** @param {LiteralJson} literal */
function nearNumber(literal) {
  const number = Number(literal);
  // No key is NaN, and every key is less.
  return Number.isNaN(number) ? nothing(Infinity) : point(number);
}

/** @param {LiteralJson} literal */
function nearMicros(literal) {
  return nearTime(BigInt(String(literal)));
}

/**
 * @param {bigint} micros
 * @returns {Interval} nothing between two Dates if it lies there
 */
function nearTime(micros) {
  const whole = micros / 1000n;
  const millis = Number(micros < whole * 1000n ? whole - 1n : whole);
  if (millis > LAST_DATE) return nothing(new Date(LAST_DATE));
  if (millis < -LAST_DATE) return { ...point(new Date(-LAST_DATE)), upperOpen: true };
  return micros % 1000n === 0n ? point(new Date(millis)) : nothing(new Date(millis));
}

/** @param {LiteralJson} literal */
function nearText(literal) {
  const text = wellFormed(String(literal));
  return upToSurrogate(text) === text ? point(text) : prefixInterval(text);
}

/** @param {LiteralJson} literal */
function equalText(literal) {
  const text = wellFormed(String(literal));
  // U+FFFD also stands for lone surrogates, which are keys of their own.
  return text.includes('\ufffd') ? prefixInterval(text) : point(text);
}

/** @param {string} text */
function upToSurrogate(text) {
  let end = 0;
  while (end < text.length && text.charCodeAt(end) < FIRST_SURROGATE) end++;
  return text.slice(0, end);
}

/**
 * @param {IDBValidKey} key
 * @returns {Interval}
 */
function point(key) {
  return interval(key, key);
}

/**
 * @param {IDBValidKey} key
 * @returns {Interval} the place just above it
 */
function nothing(key) {
  return interval(key, key, true);
}
