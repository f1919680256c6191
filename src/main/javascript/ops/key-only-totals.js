// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { encodeBatch, layoutOf } from '../columns/batch.js';
import { leafTypeOf } from '../evaluation/leaf-types.js';
import { resolve, vectorAt } from '../evaluation/references.js';
import { isExactByKey, keyTypesOf, primaryPath } from '../paths/access-path.js';
import { ALL_KEYS, intersection, keyRangeOf, remainingOf } from '../paths/intervals.js';
import { domainOf } from '../paths/key-domains.js';
/** @import { AggregateJson, Query, ReadRequest, Type } from '../protocol/protocol.js' */
/** @import { Interval } from '../paths/intervals.js' */
/** @import { StoreView } from '../store/store-view.js' */
/** @import { Vector } from '../columns/vector.js' */
/** @import { Value } from '../columns/row-readers.js' */
import { BlobReader } from '../values/blobs.js';
import { countOf } from './counts.js';

/**
 * Whether totals can be told from keys alone: rows counted, and least and greatest keys, of all records or of key
 * ranges in which the predicate is true throughout.
 * @param {StoreView} store
 * @param {Query & {columns?: ReadRequest['columns']}} request
 * @returns {boolean}
 */
export function isKeyOnly(store, { columns = [], ...query }) {
  const { aggregation } = query;
  if (store.isRedacted || aggregation === undefined || aggregation.groupBy.length > 0 || !isExactByKey(query))
    return false;
  return aggregation.aggregates.every((aggregate) => isOfKeys(aggregate, keyTypesOf(store, columns)));
}

/**
 * @param {AggregateJson} aggregate
 * @param {(reference: string[]) => Type | null} keyTypeOf
 */
function isOfKeys({ function: name, of }, keyTypeOf) {
  if (of === undefined) return true;
  const type = keyTypeOf(of);
  // Engines order strings by UTF-8.
  return (name === 'min' || name === 'max') && type !== null && type !== 'string' && domainOf(type) !== null;
}

/**
 * @param {StoreView} store for whose request {@link isKeyOnly} holds
 * @param {ReadRequest} request
 * @returns {Promise<Value[] | null>} a value for each aggregate; null if the outermost keys do not fit their column
 */
export async function keyOnlyTotals(store, request) {
  const intervals = intersection(
    primaryPath(store, request).intervals ?? [ALL_KEYS],
    remainingOf(request.range, request.after),
  );
  const totals = [];
  for (const aggregate of request.aggregation?.aggregates ?? []) {
    const total =
      aggregate.of === undefined
        ? await countOf(store, intervals)
        : await extremeKeyOf(store, request, aggregate, intervals);
    if (total === undefined) return null;
    totals.push(total);
  }
  return totals;
}

/**
 * @param {StoreView} store
 * @param {ReadRequest} request
 * @param {AggregateJson} aggregate
 * @param {Interval[]} intervals
 * @returns {Promise<any>} null if there is no record, undefined if its key does not fit
 */
async function extremeKeyOf(store, request, { function: name, of = [] }, intervals) {
  const place = resolve(of, request.columns);
  const descending = name === 'max';
  const { all } = /** @type {NonNullable<ReturnType<typeof domainOf>>} */ (domainOf(place.type));
  const typed = intersection(intervals, [all]);
  for (const interval of descending ? typed.reverse() : typed) {
    const rows = await store.records(keyRangeOf(interval), { count: 1, descending });
    if (rows.keys.length === 0) continue;
    const { columns } = encodeBatch(layoutOf({ ...request, judged: [], format: 'arrow' }), rows, new BlobReader());
    return leafTypeOf(place.type).reader(vectorAt(place, /** @type {Vector[]} */ (columns)))(0) ?? undefined;
  }
  return null;
}
