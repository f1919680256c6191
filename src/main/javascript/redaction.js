// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import * as ErrorCode from './error-codes.js';
import { IndexedDbError } from './protocol.js';
import { keyToJson } from './keys.js';

/** Stands for a record that the app's function leaves out: its key still tells how far a request came. */
const LEFT_OUT = Symbol('left out');

/** @type {WeakMap<IDBObjectStore, Redaction>} of the stores whose app has a say in what of their records leaves the browser */
const REDACTIONS = new WeakMap();

/** What the app's function makes of the records of a store. Nobody sees anything else of them, but their keys. Immutable. */
export class Redaction {
  #place;
  #redact;

  /**
   * @param {string} place database and store
   * @param {(record: any) => unknown} redact gives what may leave the browser of a record; null or undefined: nothing of it
   */
  constructor(place, redact) {
    this.#place = place;
    this.#redact = redact;
  }

  /**
   * @param {unknown} value
   * @param {IDBValidKey} key
   * @returns {unknown}
   * @throws {IndexedDbError} REDACTION_FAILED
   */
  of(value, key) {
    let result;
    try {
      result = this.#redact(value);
    } catch (e) {
      // Of the app's own error nothing may leave: it may tell of the record.
      console.error(`SparkIndexedDB.allow: the function for '${this.#place}' failed`, e);
      throw this.#failed('threw an error, which stands in the console of the browser', key);
    }
    if (result === null || result === undefined) return LEFT_OUT;
    if (typeof result === 'function' || typeof (/** @type {any} */ (result).then) === 'function') {
      throw this.#failed('gave no value but a promise or a function', key);
    }
    return result;
  }

  /**
   * @param {string} how
   * @param {IDBValidKey} key
   */
  #failed(how, key) {
    const json = keyToJson(key);
    return new IndexedDbError(
      ErrorCode.REDACTION_FAILED,
      `Cannot read the record with key ${JSON.stringify(json)} in store '${this.#place}': the app's function for it in ` +
        `SparkIndexedDB.allow(…) ${how}. Correct that function; it has to take every record of the store, at once.`,
      { key: json },
    );
  }
}

/**
 * Shows a store through the app's function from now on.
 * @param {IDBObjectStore} store
 * @param {Redaction} redaction
 */
export function redact(store, redaction) {
  REDACTIONS.set(store, redaction);
}

/**
 * @param {IDBObjectStore} store
 * @returns {boolean}
 */
export function isRedacted(store) {
  return REDACTIONS.has(store);
}

/**
 * @param {IDBObjectStore | IDBIndex} source
 * @param {IDBValidKey[]} keys
 * @param {unknown[]} values as they are stored
 * @returns {unknown[]} as they may leave the browser
 */
export function redacted(source, keys, values) {
  const redaction = source instanceof IDBObjectStore ? REDACTIONS.get(source) : undefined;
  return redaction === undefined ? values : values.map((value, i) => redaction.of(value, keys[i]));
}

/**
 * @param {unknown[]} values
 * @returns {number[] | null} the indices of those that the app lets out; null if that is all of them
 */
export function letOut(values) {
  if (!values.includes(LEFT_OUT)) return null;
  return Array.from(values.keys()).filter((i) => values[i] !== LEFT_OUT);
}
