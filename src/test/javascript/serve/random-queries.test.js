// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Random queries of random stores, planned and read as an agent does, with thresholds so low that a few records are
 * beyond them, while the app writes. More of them with CASES, the same again with SEED.
 */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { TAIL, tableOf } from '../testing/arrow.js';
import { appOpens, exportWorker, put, readAll } from '../testing/database.js';
import { ANYTHING, LITERALS, model, randomPredicate, TYPES } from '../testing/model.js';
import { Random } from '../testing/random.js';
import { clear } from '../testing/shop.js';
import { withThresholds } from '../testing/thresholds.js';

const CASES = Number(process.env.CASES ?? 150);
const QUERIES = 8;

/** From where on records are numbered that come and go. */
const WRITTEN = 1_000_000;

/** The number of one that is written between plan and read. */
const LATE = 500_001;

afterEach(clear);

/** @param {Random} random */
function lowThresholds(random) {
  return {
    minIndexGain: random.of([1, 2, 4]),
    maxEntriesCounted: random.of([2, 6, 30]),
    maxRecordsCounted: random.of([20, 2_000_000]),
    maxCompoundIntervals: random.of([2, 5, 1000]),
    minRecordsToSplit: random.of([1, 5, 20]),
    keysAtOnce: random.of([2, 7]),
    minRecordsEstimated: random.of([5, 20]),
    placesSampled: random.of([2, 3, 16]),
    keysPerPlace: random.of([2, 4]),
    maxRecordsAtOnce: random.of([1, 3, 7, 50]),
    maxBytesBeyondOne: random.of([100, 128 << 20]),
    searchTime: random.of([-1, 1000]),
    aggregationTime: random.of([-1, 2000]),
    maxGroupBytes: random.of([100, 1000, 1 << 20]),
    batchesAhead: random.of([0, 1, 3]),
    maxBatchesWaiting: random.of([1, 8]),
    maxBytesWaiting: random.of([500, 1 << 20]),
  };
}

/** @param {unknown} value */
function isKey(value) {
  try {
    indexedDB.cmp(value, 0);
    return true;
  } catch {
    return false;
  }
}

/** @param {Random} random @param {string} type of the column `c` */
function randomStore(random, type) {
  const fitting = LITERALS[type].map(([value]) => value);
  // Half of the stores have every record in an index.
  const keys = random.below(2) ? fitting.filter(isKey) : [];
  const value = () => random.of(keys.length > 0 ? keys : random.below(5) === 0 ? ANYTHING : fitting);
  const ids = Array.from({ length: random.below(90) }, (_, i) => (random.below(4) === 0 ? i / 2 : i));
  const records = [...new Set(ids)].map((id, n) => ({ id, n, c: value() }));
  const written = Array.from({ length: 6 }, (_, i) => ({ id: i * 9 + 0.25, n: WRITTEN + i, c: value() }));
  return { records, written };
}

const isRedacted = ({ n }) => n % 5 === 0;
const redaction = (record) => (isRedacted(record) ? null : record);

/**
 * A query and what is right: the numbers of the records that it is about, and of those that it may be about.
 * @param {Random} random
 * @param {string} type
 */
function randomQuery(random, type) {
  const [ofC, ofId] = [randomPredicate(random, type, 2), randomPredicate(random, 'double', 1, ['id'])];
  const predicate = random.of([
    ofC,
    ofId,
    { op: 'and', of: [ofC, ofId] },
    { op: 'or', of: [ofC, ofId] },
    { op: 'in', column: ['id'], values: Array.from({ length: 40 }, () => random.below(200) - 50) },
  ]);
  const limit = random.below(4) === 0 ? 1 + random.below(9) : undefined;
  const order =
    limit && random.below(2) ? { by: ['id'], direction: random.of(['ascending', 'descending']) } : undefined;
  return { predicate: random.below(6) === 0 ? undefined : predicate, limit, order };
}

/** Whether a condition over both columns is true of a record: `model` knows one. */
function truth(predicate, type, { id, c }) {
  if (predicate === undefined) return true;
  const { op, of: parts, column } = predicate;
  if (parts === undefined) return column?.[0] === 'id' ? model(predicate, 'double', id) : model(predicate, type, c);
  const truths = parts.map((part) => truth(part, type, { id, c }));
  if (op === 'not') return truths[0] === null ? null : !truths[0];
  if (truths.includes(op === 'or')) return op === 'or';
  return truths.includes(null) ? null : op === 'and';
}

const N = { name: 'n', type: 'bigint' };

/**
 * Plans a query, and reads its splits while the app writes; `late` writes what has to be found though the plan is
 * older.
 * @returns {Promise<{rows: any[], plan: any}>}
 */
async function answer(ask, query, random, write, late) {
  const id = { name: 'id', type: 'double' };
  const sizes = { atLeast: 1 + random.below(4), recordsPerSplit: random.of([3, 20, 1000]), atMost: 8 };
  const request = { database: 'random', store: 's', columns: [N, id], mode: 'PERMISSIVE', format: 'arrow', ...query };
  const { result: plan, failure } = await ask({ op: 'plan', range: {}, ...request, ...sizes });
  assert.equal(failure, undefined, failure?.message);
  await late();
  const rows = [];
  for (const { range, index } of plan.splits) {
    await write();
    const batches = { count: random.of([1, 2, 16]), byteTarget: random.of([40, 400, 1 << 20]) };
    const { bytes, failure } = await readAll(ask, { ...request, ...batches, range, index }, write);
    assert.equal(failure, undefined, `${failure?.message} ${JSON.stringify(plan)}`);
    const table = tableOf(new Uint8Array(Buffer.concat([bytes, TAIL])));
    rows.push(table.toArray().map((row) => Object.values(row.toJSON ? row.toJSON() : row)));
  }
  return { rows, plan };
}

test('random queries answer what their model does, whatever the thresholds', async (t) => {
  const random = new Random(t);
  for (let round = 0; round < CASES / QUERIES; round++) {
    const type = random.of(TYPES);
    const { records, written } = randomStore(random, type);
    const [isRead, isWritten] = [random.below(4) === 0, random.below(2) === 0];
    const db = await appOpens('random', 1, (upgraded) => {
      const store = upgraded.createObjectStore('s', { keyPath: 'id' });
      if (random.below(3)) store.createIndex('c', 'c');
      if (random.below(2))
        store.createIndex(
          'both',
          random.of([
            ['c', 'id'],
            ['id', 'c'],
          ]),
        );
    });
    db.onversionchange = () => db.close();
    const putAll = (some) =>
      put(
        db,
        's',
        some.map((record) => [record]),
      );
    await putAll(records);
    const write = async () => {
      if (!isWritten || random.below(2)) return;
      await putAll(written.filter(() => random.below(2)));
      const store = db.transaction('s', 'readwrite').objectStore('s');
      store.delete(random.of(written).id);
    };
    const ask = exportWorker({ random: isRead ? { s: redaction } : ['s'] });
    const visible = records.filter((record) => !isRead || !isRedacted(record));
    await withThresholds(lowThresholds(random), async () => {
      for (let i = 0; i < QUERIES; i++) {
        const { predicate, limit, order } = randomQuery(random, type);
        const tested = [N, { name: 'id', type: 'double' }, { name: 'c', type }];
        const query = { tested, predicate, limit, order };
        const added = isWritten ? [{ id: 30.75, n: LATE, c: random.of([NaN, Object('a'), Object(5), -1n]) }] : [];
        const { rows, plan } = await answer(ask, query, random, write, () => putAll(added));
        db.transaction('s', 'readwrite').objectStore('s').delete(30.75);
        const right = [...visible, ...added].filter((record) => truth(predicate, type, record) === true);
        const told = () => `${JSON.stringify({ predicate, limit, order, type, plan })} of ${records.length} records`;
        const numbers = rows
          .flat()
          .map(([n]) => Number(n))
          .filter((n) => n < WRITTEN);
        assert.equal(new Set(numbers).size, numbers.length, `twice: ${numbers} ${told()}`);
        const wanted = new Set(right.map(({ n }) => n));
        assert.ok(
          numbers.every((n) => wanted.has(n)),
          `too many: ${numbers} not of ${[...wanted]} ${told()}`,
        );
        const all = rows.flat();
        const enough = limit === undefined ? wanted.size : Math.min(limit, wanted.size);
        const got = limit === undefined ? numbers.length : all.length;
        assert.ok(got >= enough, `too few: ${numbers} of ${[...wanted]} ${told()}`);
        if (order && !isWritten) {
          const sorted = (ids) => ids.sort((a, b) => (order.direction === 'ascending' ? a - b : b - a)).slice(0, limit);
          assert.deepEqual(sorted(all.map(([, id]) => id)), sorted(right.map(({ id }) => id)), told());
        }
      }
    });
    await clear();
    db.close();
  }
});
