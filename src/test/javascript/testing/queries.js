// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { TAIL, tableOf } from './arrow.js';
import { DAY, GROUP, ID } from './shop.js';

export const orders = { database: 'shop', store: 'orders', columns: [ID], tested: [ID, GROUP, DAY] };

export const is = (column, op, value) => ({ op, column: [column], value });
export const and = (...of) => ({ op: 'and', of });

export const indexOf = (name, keyPath = name) => ({ name, keyPath, unique: false, multiEntry: false });

/** @param {Promise<any>} reading */
export async function idsOf(reading) {
  const { results, bytes, failure } = await reading;
  assert.equal(failure, undefined, failure?.message);
  const ids = Array.from(tableOf(new Uint8Array(Buffer.concat([bytes, TAIL]))).getChild('id'), Number);
  const read = results.reduce((sum, result) => sum + result.read, 0);
  assert.equal(
    results.reduce((sum, result) => sum + result.records, 0),
    ids.length,
  );
  return { ids, read };
}

export const numbers = (count, start = 0, step = 1) => Array.from({ length: count }, (_, i) => start + i * step);
