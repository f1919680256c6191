// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { indexPath, primaryPath } from '../paths/access-path.js';
/** @import { StoreAccess } from '../store/allowed-stores.js' */
/** @import { Identity, IndexJson, ReadRequest } from '../protocol/protocol.js' */
/** @import { AccessPath } from '../paths/access-path.js' */
/** @import { Block, ScanInterval } from './blocks.js' */
/** @import { StoreView } from '../store/store-view.js' */
import { ALL_KEYS, intersection, remainingOf } from '../paths/intervals.js';
import * as ErrorCode from '../protocol/error-codes.js';
import { WorkerError } from '../protocol/protocol.js';
import { thresholds } from '../protocol/thresholds.js';
import { indexNotFound } from '../store/store-view.js';
import { digestOf } from '../values/digest.js';
import { keyFromJson } from '../values/keys.js';
import { intervalAfterPrimary, isBesideIndex, NOTHING, nextBlock, sumOf } from './blocks.js';
import { hasEveryRecord } from './choose-path.js';
import { identityOf, requireSame, witnessesAmong } from './identity.js';
import { areAllKeysIn, orderedKeys } from './key-order.js';

/**
 * What is left to read and how. `limit`: after how many rows nothing more is wanted. `besideIndex`: without the index
 * that was planned with, as it lacks records.
 * @typedef {{index: IndexJson | null, intervals: ScanInterval[], descending: boolean, keysOnly: boolean, limit: number,
 *   besideIndex: boolean}} ScanState
 */

/**
 * A request for records.
 * @typedef {Pick<ReadRequest, 'range' | 'columns'> & Partial<Omit<ReadRequest, 'op'>>} RecordsRequest
 */

/** The way of one request through the records that it has to look at. Confined to the request. */
export class RecordCursor {
  #request;
  #access;
  /** @type {ScanState | null} */
  #state = null;
  /** @type {Identity | null} of the store that was read */
  #identity = null;
  /** @type {Block} the last that holds records */
  #last = NOTHING;
  /** Of what was read. */
  #size = NOTHING.size;
  /** The most records to fetch next: twice as many as were fetched at once. */
  #most = 1;

  /**
   * @param {RecordsRequest} request
   * @param {StoreAccess} access
   */
  constructor(request, access) {
    this.#request = request;
    this.#access = access;
  }

  /** After how many rows nothing more is wanted. Known when something was read. */
  get limit() {
    return this.#state?.limit ?? Infinity;
  }

  /** How many records to fetch next so that they fill a batch. */
  get count() {
    return this.fitting(/** @type {number} */ (this.#request.byteTarget));
  }

  /**
   * @param {number} target
   * @returns {number} how many records to fetch so that they make about so many bytes
   */
  fitting(target) {
    const { records, bytes, max } = this.#size;
    if (records === 0) return /** @type {number} */ (this.#request.count);
    // Not too far at once, nor too many if all were as large as the largest: the next may be larger.
    const few = Math.min(this.#most, 1 + Math.floor(thresholds.maxBytesBeyondOne / max));
    return Math.max(1, Math.min(Math.round((records * target) / bytes), few, thresholds.maxRecordsAtOnce));
  }

  /**
   * The next records, in a transaction of their own. One call at a time.
   * @param {number} [count]
   * @returns {Promise<Block>} whose failure is nobody's if it is not awaited
   */
  next(count = this.count) {
    const block = this.#block(count);
    block.catch(() => {});
    return block;
  }

  /** @param {number} count */
  async #block(count) {
    const { state, block, identity } = await this.#access(async (store) => {
      const identity = identityOf(store);
      await (this.#identity === null ? requireSame(store, this.#request.identity) : this.#requireOpen(store));
      const state = this.#state ?? (await initialState(this.#request, store));
      const source = state.index === null ? store : store.index(state.index);
      const block = await nextBlock(source, state.intervals, { ...state, count });
      return { state, block: { ...block, besideIndex: state.besideIndex }, identity };
    });
    this.#identity = identity;
    this.#state = { ...state, intervals: block.rest };
    this.#size = sumOf(this.#size, block.size);
    // By what came, though a block may keep less of it: it ends where an index key ends.
    this.#most = Math.max(this.#most, 2 * block.size.records);
    if (block.keys.length > 0) this.#last = block;
    return block;
  }

  /**
   * Of the store that was read, with some of the last records as its witnesses.
   * @returns {Promise<Identity | undefined>} undefined if nothing was read
   */
  async identity() {
    const { keys, values } = this.#last;
    if (this.#identity === null) return undefined;
    if (keys.length === 0) return { ...this.#identity, records: this.#request.identity?.records ?? [] };
    const records = this.#state?.keysOnly
      ? await this.#access((store) => {
          this.#requireOpen(store);
          return witnessesAmong(keys, (i) => store.digest(keys[i]));
        })
      : await witnessesAmong(keys, (i) => digestOf(values[i]));
    return { ...this.#identity, records };
  }

  /**
   * @param {StoreView} store
   * @throws {IndexedDbError} DATABASE_BUSY if it is not read by the same connection as before: it may be another one
   */
  #requireOpen({ name, opened }) {
    if (opened.connection === this.#identity?.connection) return;
    throw new WorkerError(ErrorCode.DATABASE_BUSY, [name, 'upgrade']);
  }
}

/**
 * @param {RecordsRequest} request
 * @param {StoreView} store
 * @returns {Promise<ScanState>}
 */
async function initialState(request, store) {
  const { order, limit = Infinity } = request;
  const besideIndex = await mustLeaveIndex(request, store);
  const index = besideIndex ? null : (request.index ?? null);
  const path = index === null ? primaryPath(store, request) : indexPath(index, request);
  if (path === null) throw indexNotFound(store.name, String(index?.name));
  const ordered = order === undefined || index !== null ? undefined : orderedKeys(store, order.by, request);
  // The same in all requests of a split, whatever keys come meanwhile: each goes on where the one before ended.
  const descending = order?.direction === 'descending' && ordered !== undefined;
  return {
    index,
    intervals: intervalsOf(request, path, descending),
    descending,
    keysOnly: readsKeysOnly(request),
    limit: order === undefined || (await areAllKeysIn(store, ordered)) ? limit : Infinity,
    besideIndex,
  };
}

/**
 * What a plan found in an index says nothing of what was written since. It is found again where the reading of a split
 * begins; what is written after that may be seen or not.
 * @param {RecordsRequest} request
 * @param {StoreView} store
 * @returns {Promise<boolean>} whether wanted records may be missing in the index
 */
async function mustLeaveIndex({ index, after, afterPrimary, range, ...query }, store) {
  if (index === undefined || indexPath(index, query)?.complete !== false) return false;
  if (after) return isBesideIndex(keyFromJson(after), afterPrimary);
  if (await hasEveryRecord(store, store.index(index))) return false;
  // Its keys cut the index, not the store.
  if (range.lower || range.upper) throw indexNotFound(store.name, index.name);
  return true;
}

/**
 * @param {RecordsRequest} request
 * @param {AccessPath} path
 * @param {boolean} descending
 * @returns {ScanInterval[]} in the order of reading
 */
function intervalsOf({ range, index, after, afterPrimary }, path, descending) {
  if (index && path.index === null) after = afterPrimary;
  const intervals = intersection(path.intervals ?? [ALL_KEYS], remainingOf(range, after, descending));
  if (descending) intervals.reverse();
  return after && afterPrimary && path.index !== null
    ? [intervalAfterPrimary(keyFromJson(after), keyFromJson(afterPrimary)), ...intervals]
    : intervals;
}

/** @param {RecordsRequest} request */
function readsKeysOnly({ columns, judged = [], tested = [], format }) {
  // Lines of JSON without columns are the records themselves.
  if (format === 'ndjson' && columns.length === 0) return false;
  return [...columns, ...judged, ...tested].every(({ source }) => source === 'key');
}
