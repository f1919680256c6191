// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** How much one fetch brings, with kilobytes in place of megabytes. */
import assert from 'node:assert/strict';
import { afterEach, mock, test } from 'node:test';
import { appOpens, exportWorker, put, readAll } from '../testing/database.js';
import { clear, ID } from '../testing/shop.js';
import { withThresholds } from '../testing/thresholds.js';

const KILO = 1 << 10;
const MOST_BEYOND_ONE = 128 * KILO;

const bytes = (kilobytes) => new Uint8Array(kilobytes * KILO);
const viewed = (kilobytes) => new Uint8Array(new ArrayBuffer(kilobytes * KILO), 0, 16);
const many = (length, data) => Array.from({ length }, (_, i) => ({ id: i, data: data(i) }));

/** @type {[string, any[]][]} */
const STORES = [
  ['a tiny one before large ones', many(40, (i) => bytes(i === 0 ? 0 : 40))],
  ['every eighth tiny', many(120, (i) => bytes(i % 8 === 0 ? 0 : 10))],
  ['every eighth large', many(240, (i) => bytes(i % 8 === 7 ? 40 : 0))],
  ['views of large buffers', many(200, () => viewed(16))],
  ['large text', many(120, () => ({ deep: ['x'.repeat(20 * KILO)] }))],
];

const request = { database: 'sizes', store: 's', columns: [ID], byteTarget: KILO, count: 2 };

/** @type {[string, any, any?][]} */
const READS = [
  ['rows', { columns: [ID, { name: 'data', type: 'json' }] }],
  ['one column', {}],
  ['lines', { format: 'ndjson', columns: [] }],
  ['a search', { tested: [ID], predicate: { op: '<', column: ['id'], value: '0' } }],
  ['an aggregation', { aggregation: { groupBy: [['id']], aggregates: [{ function: 'count' }] } }],
  ['what the function of the app leaves', {}, ({ id }) => ({ id })],
];

afterEach(() => {
  mock.restoreAll();
  return clear();
});

/** @param {any[]} records @param {any} [redaction] */
async function worker(records, redaction) {
  const db = await appOpens('sizes', 1, (upgraded) => upgraded.createObjectStore('s', { keyPath: 'id' }));
  await put(
    db,
    's',
    records.map((record) => [record]),
  );
  db.close();
  return exportWorker({ sizes: redaction ? { s: redaction } : ['s'] });
}

const sizeOf = ({ data }) => data.buffer?.byteLength ?? data.deep[0].length;

/** @param {any[]} records @returns {number[]} of each fetch from now on, in bytes, added as they come */
function fetchSizes(records) {
  const sizes = [];
  for (const name of ['getAll', 'getAllRecords']) {
    const prototype = /** @type {any} */ (IDBObjectStore.prototype);
    const fetch = prototype[name];
    if (!fetch) continue;
    mock.method(
      prototype,
      name,
      /** @this {any} */ function (...args) {
        const request = fetch.apply(this, args);
        request.addEventListener('success', () => {
          const ids = request.result.map((each) => (each.value ?? each).id);
          sizes.push(ids.reduce((sum, id) => sum + sizeOf(records[id]), 0));
        });
        return request;
      },
    );
  }
  return sizes;
}

for (const [what, records] of STORES) {
  for (const [how, more, redaction] of READS) {
    test(`no fetch goes far beyond one record: ${what}, ${how}`, async () => {
      const ask = await worker(records, redaction);
      const sizes = fetchSizes(records);
      const { failure } = await withThresholds({ maxBytesBeyondOne: MOST_BEYOND_ONE }, () =>
        readAll(ask, { ...request, ...more }),
      );
      assert.equal(failure, undefined, failure?.message);
      assert.ok(Math.max(...sizes) <= MOST_BEYOND_ONE + Math.max(...records.map(sizeOf)), `${sizes}`);
    });
  }
}

test('what is small is fetched in many at once, soon', async () => {
  const ask = await worker(many(2000, () => bytes(0)));
  const getAll = mock.method(IDBObjectStore.prototype, 'getAll');
  await readAll(ask, { ...request, byteTarget: KILO * KILO });
  const counts = getAll.mock.calls.map(({ arguments: [, count] }) => count);
  assert.deepEqual(counts, [2, 4, 8, 16, 32, 64, 128, 256, 500, 500, 500]);
});
