// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Answer, StoreAccess } from '../serve/request-server.js' */
/** @import { Filter } from './filter.js' */
/** @import { ReadRequest } from '../protocol/protocol.js' */
import { aggregate } from './aggregate.js';
import { encodeWithin, sliced } from './batches.js';
import { filterOf, wantedIn } from './filter.js';
import { Gathered } from './row-buffer.js';
import { layoutOf } from '../columns/batch.js';
import { joined } from '../columns/frame.js';
import { nextCount } from './fetch.js';
import { sampledWeight } from '../values/size-estimate.js';
import { Walk } from './record-cursor.js';

/** How long one request may look for records that are wanted, in milliseconds, before it answers with those that it has. */
const MOST_TIME = 1000;

/**
 * Reads and encodes one batch. Keeps nothing.
 * @param {ReadRequest} request
 * @param {StoreAccess} access
 * @returns {Promise<Answer>}
 */
export async function read(request, access) {
  const { aggregation } = request;
  if (aggregation !== undefined) return aggregate({ ...request, aggregation }, access);
  const layout = layoutOf(request);
  const filter = filterOf(request);
  const walk = new Walk(request, access);
  const { gathered, count } = filter === null ? await fetched(walk, request) : await search(walk, filter, request);
  const wanted = sliced(gathered.rows, 0, walk.limit);
  const encoded = await encodeWithin(layout, wanted, request.byteTarget);
  const { batch, message, size } = encoded;
  const isWhole = encoded.read === gathered.rows.keys.length;
  return {
    result: {
      records: batch.length,
      ...(request.limit !== undefined && walk.limit === Infinity && { unlimited: true }),
      ...gathered.progress(encoded.read),
      done: (isWhole && gathered.isLast) || batch.length >= walk.limit,
      count: count ?? nextCount(encoded.read, size, request.byteTarget),
      malformed: batch.malformed,
    },
    buffer: joined(message),
  };
}

/**
 * @param {Walk} walk
 * @param {ReadRequest} request
 * @returns {Promise<{gathered: Gathered, count?: number}>} the next records, as many as are likely to fill a batch
 */
async function fetched(walk, { count, byteTarget, order, limit = Infinity }) {
  const gathered = new Gathered();
  const end = performance.now() + MOST_TIME;
  // In an order that the keys do not have, all records are wanted.
  const left = () => Math.min(walk.limit, order === undefined ? limit : Infinity) - gathered.rows.keys.length;
  for (let weight = 0; ; ) {
    const block = await walk.next(Math.min(count, left()));
    gathered.add(block, (await wantedIn(block, null)) ?? undefined);
    // Of a read of keys alone they are all that there is.
    const blockWeight = sampledWeight(block.values) + sampledWeight(block.keys);
    weight += blockWeight;
    if (gathered.isLast || weight + blockWeight > byteTarget || left() <= 0 || performance.now() > end) return { gathered };
    if (block.keys.length > 0) count = nextCount(block.keys.length, blockWeight, byteTarget - weight);
  }
}

/**
 * Looks for wanted records until they fill a batch or the time is over. While some are being tested, the next are on their way.
 * @param {Walk} walk
 * @param {Filter} filter
 * @param {ReadRequest} request
 * @returns {Promise<{gathered: Gathered, count: number}>} and how many to fetch next
 */
async function search(walk, filter, { count, byteTarget }) {
  const gathered = new Gathered();
  const end = performance.now() + MOST_TIME;
  let weight = 0;
  let coming = walk.next(count);
  for (let blocks = 1; ; blocks++) {
    const block = await coming;
    if (block.keys.length > 0) count = nextCount(block.keys.length, sampledWeight(block.values), byteTarget);
    const isLate = performance.now() > end && gathered.read + block.keys.length > 0;
    const isFull = (/** @type {number} */ more) => weight + more >= byteTarget || gathered.rows.keys.length >= walk.limit;
    // Ahead only if it is likely to be wanted: what is not is read in vain.
    const isAhead = block.rest.length > 0 && !isLate && blocks > 1 && !isFull(weight / (blocks - 1));
    if (isAhead) coming = walk.next(count);
    const kept = (await wantedIn(block, filter)) ?? [];
    gathered.add(block, kept);
    weight += sampledWeight(kept.map((i) => block.values[i]));
    if (gathered.isLast || isLate || isFull(0)) return { gathered, count };
    if (!isAhead) coming = walk.next(count);
  }
}
