// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { encodeBatch, layoutOf } from '../../../main/javascript/columns/batch.js';
import { batchMessage, joined } from '../../../main/javascript/columns/frame.js';
import { tableFromIPC } from '../../../main/javascript/node_modules/@uwdata/flechette/src/index.js';
import { BlobReader } from '../../../main/javascript/values/blobs.js';
import { schemaMessage } from './schema.js';

/** What the agent writes when it seals a split. */
export const TAIL = Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0);

/**
 * Encodes rows as one batch.
 * @param {any[]} columns
 * @param {unknown[]} values
 * @param {{mode?: string, judged?: object[], keys?: unknown[], blobs?: BlobReader}} [how]
 */
export function encode(
  columns,
  values,
  { mode = 'FAILFAST', judged, keys = values.map((_, i) => i), blobs = new BlobReader() } = {},
) {
  const layout = layoutOf(/** @type {any} */ ({ database: 'shop', store: 'orders', columns, judged, mode }));
  return encodeBatch(layout, /** @type {any} */ ({ keys, values }), blobs);
}

/**
 * @param {any[]} columns
 * @param {...object} batches
 */
export function streamOf(columns, ...batches) {
  return new Uint8Array(
    joined([
      schemaMessage(columns),
      ...batches.flatMap((/** @type {any} */ batch) => batchMessage(batch.columns, batch.length)),
      TAIL,
    ]),
  );
}

/** @param {Uint8Array} stream */
export function tableOf(stream) {
  return tableFromIPC(stream, {
    useBigInt: true,
    useDate: false,
    useMap: true,
    useDecimalInt: true,
    useBigIntTimestamp: true,
  });
}

/**
 * What a reader sees of values that went through a column of a type.
 * @param {unknown} type
 * @param {unknown[]} values
 * @param {object} [how]
 */
export function through(type, values, how = {}) {
  const columns = [{ name: 'c', type, source: 'value' }];
  const column = tableOf(streamOf(columns, encode(columns, values, how))).getChild('c');
  return Array.from(column);
}

/** Flechette's structs and typed arrays as plain values. */
export function plain(value) {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Map) return new Map(Array.from(value, ([key, item]) => [key, plain(item)]));
  if (typeof value[Symbol.iterator] === 'function') return Array.from(value, plain);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
}
