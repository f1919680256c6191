// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import * as ErrorCode from '../protocol/error-codes.js';
import { WorkerError } from '../protocol/protocol.js';
import { keyToJson } from '../values/keys.js';

/** Stands for a record that the app's function leaves out: its key still tells how far a request came. */
const LEFT_OUT = Symbol();

/**
 * What the app's function makes of a record of a store. Nobody sees anything else of it, but its key.
 * @typedef {(value: unknown, key: IDBValidKey) => unknown} Redaction
 */

/**
 * @param {string} place database and store
 * @param {(record: any) => unknown} redact gives what may leave the browser of a record; null or undefined: nothing of
 *   it
 * @returns {Redaction} it fails with REDACTION_FAILED
 */
export function redactionOf(place, redact) {
  return (value, key) => {
    let result;
    try {
      result = redact(value);
    } catch (e) {
      // Of the app's own error nothing may leave: it may tell of the record.
      console.error(`SparkIndexedDB.allow: the function for '${place}' failed`, e);
      throw failed(place, key, 'threw');
    }
    if (result === null || result === undefined) return LEFT_OUT;
    if (typeof result === 'function' || typeof (/** @type {any} */ (result).then) === 'function') {
      throw failed(place, key);
    }
    return result;
  };
}

/**
 * @param {string} place
 * @param {IDBValidKey} key
 * @param {string} [how] else it gave what is no record
 */
function failed(place, key, how) {
  const json = keyToJson(key);
  return new WorkerError(ErrorCode.REDACTION_FAILED, [JSON.stringify(json), place, how], { key: json });
}

/**
 * @param {unknown[]} values
 * @returns {number[] | null} the indices of those that the app lets out; null if that is all of them
 */
export function visibleIndices(values) {
  if (!values.includes(LEFT_OUT)) return null;
  return Array.from(values.keys()).filter((i) => values[i] !== LEFT_OUT);
}
