// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReadAhead } from '../../../main/javascript/serve/read-ahead.js';

/** @type {any} */
const request = {
  op: 'read',
  database: 'shop',
  store: 'orders',
  range: {},
  columns: [],
  mode: 'FAILFAST',
  format: 'arrow',
  byteTarget: 1,
};

/** @param {number} total how many batches there are */
function reader(total) {
  /** @type {any[]} */
  const asked = [];
  const ahead = new ReadAhead(async (/** @type {any} */ one) => {
    asked.push(one);
    const n = (one.after?.number ?? 0) + 1;
    return {
      result: { records: 1, last: { number: n }, done: n >= total, count: 10 * n, from: asked.length },
      buffer: new ArrayBuffer(n),
    };
  });
  return {
    ahead: /** @type {{take: (request: object) => Promise<any>, settled: () => Promise<void>}} */ (ahead),
    asked,
  };
}

test('the next batch is being read when it is asked for', async () => {
  const { ahead, asked } = reader(3);
  const first = await ahead.take({ ...request, count: 1 });
  await ahead.settled();
  const begun = [
    [undefined, 1],
    [{ number: 1 }, 10],
    [{ number: 2 }, 20],
  ];
  assert.deepEqual(
    asked.map(({ after, count }) => [after, count]),
    begun,
  );
  const second = await ahead.take({ ...request, after: first.result.last, count: 99 });
  assert.deepEqual(second.result.last, { number: 2 });
  assert.equal(asked.length, 3);
});

test('nothing is read after the end', async () => {
  const { ahead, asked } = reader(1);
  await ahead.take({ ...request, count: 1 });
  await ahead.settled();
  assert.equal(asked.length, 1);
});

test('a batch is given once: who asks again gets it read again', async () => {
  const { ahead, asked } = reader(9);
  const { result } = await ahead.take({ ...request, count: 1 });
  await ahead.take({ ...request, after: result.last, count: 1 });
  await ahead.settled();
  const before = asked.length;
  const again = await ahead.take({ ...request, after: result.last, count: 1 });
  assert.deepEqual(again.result.last, { number: 2 });
  assert.ok(asked.length > before);
});

test('other columns are another batch', async () => {
  const { ahead, asked } = reader(9);
  const { result } = await ahead.take({ ...request, count: 1 });
  await ahead.settled();
  await ahead.take({ ...request, columns: [{ name: 'a', type: 'int' }], after: result.last, count: 1 });
  assert.deepEqual(asked[3].columns, [{ name: 'a', type: 'int' }]);
});

for (const [member, value] of Object.entries({
  index: { name: 'byDay', keyPath: 'day', unique: false, multiEntry: false },
  afterPrimary: { number: 1 },
  predicate: { op: 'isNull', column: ['a'] },
  tested: [{ name: 'a', type: 'int' }],
  order: { by: ['a'], direction: 'descending' },
  limit: 5,
  aggregation: { groupBy: [], aggregates: [{ function: 'count' }] },
  judged: [{ name: 'a', type: 'int' }],
})) {
  test(`another ${member} is another batch`, async () => {
    const { ahead, asked } = reader(9);
    const { result } = await ahead.take({ ...request, count: 1 });
    await ahead.settled();
    await ahead.take({ ...request, [member]: value, after: result.last, count: 1 });
    assert.deepEqual(asked[3][member], value);
  });
}

test('what is read ahead is within the limit, and goes on within an index key', async () => {
  const asked = [];
  const ahead = new ReadAhead(async (/** @type {any} */ one) => {
    asked.push([one.limit, one.after, one.afterPrimary]);
    return { result: { records: 3, last: { number: 1 }, lastPrimary: { string: 'a' }, done: false, count: 1 } };
  });
  await ahead.take({ ...request, count: 1, limit: 5 });
  await ahead.settled();
  await ahead.take({ ...request, count: 1, limit: 2, after: { number: 1 }, afterPrimary: { string: 'a' } });
  await ahead.settled();
  assert.deepEqual(asked, [
    [5, undefined, undefined],
    [2, { number: 1 }, { string: 'a' }],
  ]);
});

test('while the batches that follow wait, none after them is read', async () => {
  const { ahead, asked } = reader(9);
  const { result } = await ahead.take({ ...request, count: 1 });
  await ahead.settled();
  assert.equal(asked.length, 3);
  await ahead.take({ ...request, after: result.last, count: 1 });
  await ahead.settled();
  assert.deepEqual(
    asked.map(({ after }) => after?.number ?? 0),
    [0, 1, 2, 3],
  );
});

test('no more than eight wait, and none makes room for another', async () => {
  const { ahead, asked } = reader(9);
  for (let i = 0; i < 5; i++) await ahead.take({ ...request, store: `s${i}`, count: 1 });
  await ahead.settled();
  assert.equal(asked.length, 5 + 8);
  await ahead.take({ ...request, store: 's0', after: { number: 1 }, count: 1 });
  assert.equal(
    asked.filter(({ store, after }) => store === 's0' && after?.number === 1).length,
    1,
    'the oldest is not read again',
  );
});

test('no more than 16 MiB wait', async () => {
  let asked = 0;
  const ahead = new ReadAhead(async () => ({
    result: { records: 1, last: { number: ++asked }, done: false, count: 1 },
    buffer: new ArrayBuffer(16 << 20),
  }));
  await ahead.take({ ...request, count: 1 });
  await ahead.settled();
  assert.equal(asked, 2);
});

test('what waits for a reader that is gone makes room after a second', async (t) => {
  let now = 1000;
  t.mock.method(performance, 'now', () => now);
  const { ahead, asked } = reader(9);
  for (let i = 0; i < 4; i++) await ahead.take({ ...request, store: `gone${i}`, count: 1 });
  await ahead.settled();
  now += 1001;
  await ahead.take({ ...request, store: 'now', count: 1 });
  await ahead.settled();
  assert.equal(asked.filter(({ store }) => store === 'now').length, 3);
});

test('what an earlier read left behind is read again, batch after batch', async () => {
  const { ahead, asked } = reader(9);
  const first = await ahead.take({ ...request, count: 1 });
  await ahead.take({ ...request, after: first.result.last, count: 1 });
  await ahead.settled();
  const before = asked.length;
  for (let after, n = 1; n <= 4; n++) {
    const { result } = await ahead.take({ ...request, after, count: 1 });
    assert.ok(result.from > before, `batch ${n} is from before this read`);
    after = result.last;
  }
});

test("a failure while reading ahead is nobody else's", async () => {
  let calls = 0;
  const ahead = new ReadAhead(async () => {
    if (++calls === 2) throw new Error('gone');
    return { result: /** @type {any} */ ({ last: { number: calls }, done: calls > 2, count: 1 }) };
  });
  /** @type {any} */
  const { result } = await ahead.take({ ...request, count: 1 });
  await ahead.settled();
  const next = await ahead.take({ ...request, after: result.last, count: 1 });
  assert.equal(/** @type {any} */ (next.result).done, true);
});
