// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { IndexJson } from '../protocol/protocol.js' */
/** @import { Redaction } from './redaction.js' */
/** @import { Fetched, FetchOptions, StoredRows } from './stored-records.js' */
import * as ErrorCode from '../protocol/error-codes.js';
import { WorkerError } from '../protocol/protocol.js';
import { digestOf } from '../values/digest.js';
import { sizeOf } from '../values/size-estimate.js';
import { LOST, promisifyCursor, promisifyRequest } from './idb.js';
import { recordsOfIndex, recordsOfStore } from './stored-records.js';

/**
 * By which connection a store is read, at which version of its database, and whether a deletion ended a connection.
 * @typedef {{connection: string, version: number, isDeleted: (connection: string) => boolean}} Opened
 */

/** What a store and an index have in common. Confined to one transaction. */
export class SourceView {
  #source;

  /** @param {IDBObjectStore | IDBIndex} source */
  constructor(source) {
    this.#source = source;
  }

  /**
   * @param {IDBKeyRange} [range]
   * @returns {Promise<number>} of the records there, also of those that the app's function leaves out
   */
  count(range) {
    return promisifyRequest(this.#source.count(range));
  }

  /**
   * @param {IDBKeyRange | undefined} range
   * @param {number[]} positions in it, ascending
   * @returns {Promise<IDBValidKey[]>} the keys there, as far as there are so many
   */
  keysAt(range, positions) {
    /** @type {IDBValidKey[]} */
    const keys = [];
    let at = 0;
    return promisifyCursor(this.#source.openKeyCursor(range), (cursor, resolve) => {
      if (cursor !== null && at === positions[keys.length]) keys.push(cursor.key);
      if (cursor === null || keys.length === positions.length) return resolve(keys);
      cursor.advance(positions[keys.length] - at);
      at = positions[keys.length];
    });
  }
}

/**
 * An allowed store as it may leave the browser: keys, counts, and of records what the app's function makes of them.
 * There is no way from it to the store itself. Confined to one transaction, for reading.
 */
export class StoreView extends SourceView {
  #store;
  #redaction;

  /**
   * @param {IDBObjectStore} store
   * @param {Redaction | null} redaction what the app's function makes of its records; null if they leave as they are
   * @param {Opened} [opened] by whom; absent where nobody asks
   */
  constructor(store, redaction, opened) {
    super(store);
    this.opened = /** @type {Opened} */ (opened);
    this.#store = store;
    this.#redaction = redaction;
    this.name = store.name;
    this.keyPath = store.keyPath;
    this.autoIncrement = store.autoIncrement;
  }

  /** Whether records are not read as they are stored, so that indexes and the key path say nothing of them. */
  get isRedacted() {
    return this.#redaction !== null;
  }

  /** @returns {IndexJson[]} */
  get indexes() {
    return Array.from(this.#store.indexNames, (each) => {
      const { name, keyPath, unique, multiEntry } = this.#store.index(each);
      return { name, keyPath, unique, multiEntry };
    });
  }

  /**
   * @param {IndexJson} planned
   * @returns {IndexView}
   * @throws {IndexedDbError} INDEX_NOT_FOUND if there is none that is the same
   */
  index({ name, keyPath, multiEntry }) {
    // Who reads by an index learns what is in it, whatever the app's function leaves of the records.
    const index = this.isRedacted || !this.#store.indexNames.contains(name) ? null : this.#store.index(name);
    // One that was made anew may have other keys, of which the split's range says nothing, and not every record.
    if (index?.multiEntry !== multiEntry || JSON.stringify(index.keyPath) !== JSON.stringify(keyPath)) {
      throw indexNotFound(this.name, name);
    }
    return new IndexView(index);
  }

  /**
   * @param {IDBKeyRange | undefined} range
   * @param {number} count
   * @returns {Promise<IDBValidKey[]>} the first keys there, no more than `count`
   */
  keys(range, count) {
    return promisifyRequest(this.#store.getAllKeys(range, count));
  }

  /**
   * @param {IDBKeyRange} [range]
   * @returns {Promise<IDBValidKey[]>} the first and the last key there; none if there is none
   */
  async ends(range) {
    const ends = [this.#store.openKeyCursor(range), this.#store.openKeyCursor(range, 'prev')];
    const cursors = await Promise.all(ends.map((request) => promisifyRequest(request)));
    return cursors.flatMap((cursor) => (cursor === null ? [] : [cursor.key]));
  }

  /**
   * Where records come from, and so where the app's function for them is called.
   * @param {IDBKeyRange | undefined} range
   * @param {FetchOptions} options
   * @returns {Promise<Fetched>} fewer than asked for if there are no more
   * @throws {IndexedDbError} REDACTION_FAILED
   */
  async records(range, options) {
    const redaction = this.#redaction;
    // That function may leave a record out, whatever is wanted of it.
    const keysOnly = options.keysOnly && redaction === null;
    const fetched = sized(await recordsOfStore(this.#store, range, { ...options, keysOnly }));
    if (redaction === null) return fetched;
    const redacted = fetched.values.map((value, i) => (value === LOST ? value : redaction(value, fetched.keys[i])));
    return { ...fetched, values: redacted };
  }

  /**
   * @param {IDBValidKey} key
   * @returns {Promise<number | null>} of what may leave of the record; null if it is not there
   */
  async digest(key) {
    const { keys, values } = await this.records(IDBKeyRange.only(key), { count: 1 });
    return keys.length === 0 ? null : digestOf(values[0]);
  }
}

/** An index of a store whose records leave the browser as they are. Confined to one transaction, for reading. */
export class IndexView extends SourceView {
  #index;

  /** @param {IDBIndex} index */
  constructor(index) {
    super(index);
    this.#index = index;
  }

  /**
   * @param {IDBKeyRange | undefined} range
   * @param {FetchOptions} options
   * @returns {Promise<Fetched>} fewer than asked for if there are no more
   */
  async records(range, options) {
    return sized(await recordsOfIndex(this.#index, range, options));
  }
}

/**
 * @param {StoredRows} rows
 * @returns {Fetched}
 */
function sized(rows) {
  return { ...rows, size: sizeOf(rows.values, rows.keys) };
}

/**
 * @param {string} store
 * @param {string} index
 */
export function indexNotFound(store, index) {
  return new WorkerError(ErrorCode.INDEX_NOT_FOUND, [index, store]);
}
