// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { RequestServer } from '../../../main/javascript/serve/request-server.js';
import { AllowList } from '../../../main/javascript/store/allow.js';
import { AllowedStores } from '../../../main/javascript/store/allowed-stores.js';
import { DatabasePool } from '../../../main/javascript/store/database-pool.js';
import { appOpens, exportWorker, put, readAll } from '../testing/database.js';
import { numbered, opened, orders, shop, tableIn } from '../testing/orders.js';
import { vectors } from '../testing/vectors.js';

for (const [api, hidden] of [
  ['getAllRecords', false],
  ['getAll and getAllKeys', true],
]) {
  test(`reads each record once, in key order, through ${api}`, async () => {
    const { getAllRecords } = /** @type {any} */ (IDBObjectStore.prototype);
    if (hidden) /** @type {any} */ (IDBObjectStore.prototype).getAllRecords = undefined;
    try {
      const ask = await shop(numbered(1000));
      const read = await readAll(ask, { ...orders, byteTarget: 4000 });
      assert.ok(read.results.length > 5);
      assert.deepEqual(
        Array.from(tableIn(read).getChild('_key')),
        Array.from({ length: 1000 }, (_, i) => i),
      );
      assert.equal(tableIn(read).getChild('text').at(999), 'record 999');
    } finally {
      /** @type {any} */ (IDBObjectStore.prototype).getAllRecords = getAllRecords;
    }
  });
}

test('batches stay near the byte target, whatever the records are like', async () => {
  const records = Array.from({ length: 300 }, (_, i) => [{ text: 'x'.repeat(i % 50 === 49 ? 100_000 : 10) }, i]);
  const { results } = await readAll(await shop(records), { ...orders, byteTarget: 10_000 });
  assert.equal(
    results.reduce((sum, { read }) => sum + read, 0),
    300,
  );
  for (const { read, size } of results)
    assert.ok(read === 1 || size < 2 * 10_000 + 1000, `${read} records in ${size} bytes`);
});

test('a record larger than any batch comes alone', async () => {
  const records = [
    [{ text: 'a' }, 1],
    [{ text: 'x'.repeat(3 << 20) }, 2],
    [{ text: 'c' }, 3],
  ];
  const read = await readAll(await shop(records), orders);
  assert.deepEqual(
    read.results.map(({ records: n, last }) => [n, last?.number]),
    [
      [1, 1],
      [1, 2],
      [1, 3],
    ],
  );
});

test('an empty range is no bytes', async () => {
  const read = await readAll(await shop([]), orders);
  const { identity, ...result } = read.results[0];
  assert.deepEqual([identity.keyPath, identity.records], [null, []]);
  assert.deepEqual(result, {
    records: 0,
    read: 0,
    done: true,
    count: 16,
    malformed: { count: 0, first: {} },
    size: 0,
    unlimited: false,
  });
  assert.equal(tableIn(read).numRows, 0);
});

test('every record of a range is read when others are added meanwhile', async () => {
  const ask = await shop(numbered(100));
  const range = { lower: { number: 10 }, upper: { number: 50 }, upperOpen: true };
  const first = await ask({
    op: 'read',
    range,
    ...orders,
    mode: 'FAILFAST',
    format: 'arrow',
    count: 16,
    byteTarget: 600,
  });
  assert.deepEqual([first.result.read, first.result.last, first.result.done], [16, { number: 25 }, false]);
  await put(opened[0], 'orders', [
    [{ text: 'new' }, 5],
    [{ text: 'new' }, 60],
  ]);
  const rest = await readAll(ask, { ...orders, range, after: first.result.last });
  assert.equal(
    rest.results.reduce((sum, { read }) => sum + read, 0),
    24,
  );
});

test('of a read of keys alone no more are fetched than leave, however long they are', async () => {
  const ask = await shop(Array.from({ length: 2000 }, (_, i) => [{ text: 'a' }, 'k'.repeat(200) + i]));
  const { getAllKeys } = /** @type {any} */ (IDBObjectStore.prototype);
  let fetched = 0;
  IDBObjectStore.prototype.getAllKeys = function (range, count) {
    const request = getAllKeys.call(this, range, count);
    request.addEventListener('success', () => (fetched += request.result.length));
    return request;
  };
  try {
    const read = await readAll(ask, {
      ...orders,
      columns: [{ name: '_key', type: 'string', source: 'key' }],
      byteTarget: 40_000,
    });
    assert.equal(tableIn(read).numRows, 2000);
    assert.ok(fetched < 2 * 2000, `${fetched} keys were fetched for 2000`);
  } finally {
    IDBObjectStore.prototype.getAllKeys = getAllKeys;
  }
});

test('keys of all types are read in order', async () => {
  const keys = [-1, new Date(5), 'a', Uint8Array.of(1).buffer, [1, 'a']];
  const ask = await shop(keys.map((key) => [{ text: 'x' }, key]));
  const read = await readAll(ask, { ...orders, columns: [{ name: '_key', type: 'json', source: 'key' }] });
  assert.deepEqual(Array.from(tableIn(read).getChild('_key')), [
    '-1',
    '{"$date":5}',
    '"a"',
    '{"$binary":"AQ=="}',
    '[1,"a"]',
  ]);
});

test('a value that does not fit fails the read, naming it', async () => {
  const { failure } = await readAll(
    await shop([
      [{ text: 'a' }, 1],
      ['no object', 2],
    ]),
    orders,
  );
  assert.equal(failure.code, 'VALUE_DOES_NOT_FIT');
  assert.deepEqual(failure.details, { key: { number: 2 }, column: 'text' });
});

test('a record above 64 MiB is refused, naming its key', async () => {
  const { failure } = await readAll(await shop([[{ text: 'x'.repeat(65 << 20) }, 7]]), orders);
  assert.equal(failure.code, 'RECORD_TOO_LARGE');
  assert.match(
    failure.message,
    /^Cannot read the record with key \{"number":7\}: its 68\d+ bytes are more than 67108864\./,
  );
});

test('plans disjoint splits that cover the range, by keys alone', async () => {
  const ask = await shop(numbered(100));
  const { result } = await ask({
    op: 'plan',
    database: 'shop',
    store: 'orders',
    range: {},
    atLeast: 2,
    recordsPerSplit: 30,
    atMost: 8,
  });
  assert.deepEqual(result, {
    records: 100,
    keyPath: null,
    autoIncrement: false,
    first: { number: 0 },
    last: { number: 99 },
    splits: [
      { range: { upper: { number: 25 }, upperOpen: true }, records: 25 },
      { range: { lower: { number: 25 }, upper: { number: 50 }, upperOpen: true }, records: 25 },
      { range: { lower: { number: 50 }, upper: { number: 75 }, upperOpen: true }, records: 25 },
      { range: { lower: { number: 75 } }, records: 25 },
    ],
  });
});

test('a plan that asks for enough counts no further', async () => {
  const ask = await shop(numbered(100));
  const plan = {
    op: 'plan',
    database: 'shop',
    store: 'orders',
    range: {},
    atLeast: 1,
    recordsPerSplit: 1e9,
    atMost: 8,
  };
  for (const [enough, records] of [
    [1, 1],
    [50, 50],
    [100, 100],
    [101, 100],
  ]) {
    const { result } = await ask({ ...plan, enough });
    assert.deepEqual([result.records, result.last, result.splits], [records, { number: 99 }, [{ range: {}, records }]]);
  }
  assert.equal((await ask({ ...plan, enough: 0 })).failure.code, 'BAD_MESSAGE');
});

test('plans one split of an empty store', async () => {
  const ask = await shop([]);
  const { result } = await ask({
    op: 'plan',
    database: 'shop',
    store: 'orders',
    range: {},
    atLeast: 2,
    recordsPerSplit: 30,
    atMost: 8,
  });
  assert.deepEqual(
    [result.records, result.first, result.last, result.splits],
    [0, null, null, [{ range: {}, records: 0 }]],
  );
});

test('summarizes in pieces that add up', async () => {
  const ask = await shop(numbered(100));
  const request = { op: 'summarize', database: 'shop', store: 'orders', range: {}, limit: 70, count: 16, ordinal: 5 };
  const { result } = await ask(request);
  assert.deepEqual([result.read, result.last, result.done], [70, { number: 69 }, true]);
  assert.deepEqual(result.summary.root.object.fields, [{ name: 'text', at: [5, 0], node: { kinds: { string: 70 } } }]);
  const rest = await ask({ ...request, after: result.last });
  assert.deepEqual([rest.result.read, rest.result.done], [30, true]);
});

test('the catalog shows what is allowed and nothing else', async () => {
  const ask = await shop([[{ id: 1 }]], (db) => {
    const store = db.createObjectStore('orders', { keyPath: ['id'], autoIncrement: false });
    store.createIndex('by tag', 'tags', { multiEntry: true });
    db.createObjectStore('secrets');
  });
  opened.push(await appOpens('vault', 1, (db) => db.createObjectStore('orders')));
  assert.deepEqual((await ask({ op: 'catalog' })).result, {
    databases: [
      {
        name: 'shop',
        version: 3,
        stores: [
          {
            name: 'orders',
            keyPath: ['id'],
            autoIncrement: false,
            records: 1,
            indexes: [{ name: 'by tag', keyPath: 'tags', unique: false, multiEntry: true }],
          },
        ],
      },
    ],
    failures: [],
  });
});

test('a database without stores has none', async () => {
  const ask = await shop([], () => {});
  assert.deepEqual((await ask({ op: 'catalog' })).result, {
    databases: [{ name: 'shop', version: 3, stores: [] }],
    failures: [],
  });
  assert.equal((await readAll(ask, orders)).failure.code, 'STORE_NOT_FOUND');
});

test('no database is an empty catalog', async () => {
  assert.deepEqual((await exportWorker({ shop: ['orders'] })({ op: 'catalog' })).result, {
    databases: [],
    failures: [],
  });
});

test('one database that cannot be read hides none of the others, and says why', async () => {
  const ask = exportWorker({ shop: ['orders'], held: ['orders'], broken: ['orders'], gone: ['orders'] });
  for (const name of ['shop', 'held', 'broken']) {
    opened.push(await appOpens(name, 1, (db) => db.createObjectStore('orders')));
  }
  const openThere = indexedDB.open.bind(indexedDB);
  const open = mock.method(indexedDB, 'open', (name) => {
    if (name !== 'held' && name !== 'broken') return openThere(name);
    const request = /** @type {any} */ ({ error: new DOMException('Internal error.', 'UnknownError') });
    if (name === 'broken') queueMicrotask(() => request.onerror());
    return request;
  });
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const asked = ask({ op: 'catalog' });
    for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
    mock.timers.tick(5_000);
    const { databases, failures } = (await asked).result;
    assert.deepEqual(
      databases.map(({ name }) => name),
      ['shop'],
    );
    const told = failures.map(({ name, code, message }) => ({ name, code, message }));
    assert.deepEqual(Object.keys(told[0]), Object.keys(vectors('messages')['catalog result'].failures[0]));
    assert.deepEqual(told, [
      {
        name: 'broken',
        code: 'DATABASE_BUSY',
        message:
          "Cannot read database 'broken': UnknownError: Internal error. Restart the browser, and run the read again.",
      },
      {
        name: 'held',
        code: 'DATABASE_BUSY',
        message:
          "Cannot read database 'held': the app upgrades or deletes it. " +
          "Wait until it has, or close the app's other tabs, and run the read again.",
      },
    ]);
  } finally {
    mock.timers.reset();
    open.mock.restore();
  }
});

test('a browser that does not list its databases is read all the same', async () => {
  const ask = await shop(numbered(3));
  const allowing = exportWorker({ shop: ['orders'], never: ['orders'] });
  for (const databases of [undefined, () => Promise.reject(new DOMException('It cannot.', 'UnknownError'))]) {
    Object.defineProperty(indexedDB, 'databases', { value: databases, configurable: true });
    try {
      const { result } = await allowing({ op: 'catalog' });
      assert.deepEqual(
        result.databases.map(({ name, stores }) => [name, stores.length]),
        [['shop', 1]],
      );
      assert.deepEqual(result.failures, []);
      assert.equal((await readAll(ask, orders)).results[0].read, 3);
      const { failure } = await readAll(allowing, { ...orders, database: 'never' });
      assert.equal(failure.code, 'DATABASE_NOT_FOUND');
      assert.equal((await readAll(ask, { ...orders, database: 'shops' })).failure.code, 'DATABASE_NOT_FOUND');
    } finally {
      Reflect.deleteProperty(indexedDB, 'databases');
    }
  }
  assert.ok((await indexedDB.databases()).every(({ name }) => name !== 'never'));
});

test('an inquiry that waits is answered a moment later, by the clock of the worker', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const server = new RequestServer(new AllowedStores(new AllowList(), new DatabasePool()));
    const answers = [];
    const port = /** @type {any} */ ({ postMessage: (answer) => answers.push(answer) });
    const served = server.serve({ op: 'inquire', waits: true }, port, '');
    mock.timers.tick(19);
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(answers, []);
    mock.timers.tick(1);
    await served;
    assert.deepEqual(answers, [{ serves: false }]);
  } finally {
    mock.timers.reset();
  }
});

test('a summary is of all records, whatever else is in the request', async () => {
  const ask = await shop(numbered(10));
  const request = { op: 'summarize', database: 'shop', store: 'orders', range: {}, limit: 70, count: 16, ordinal: 0 };
  const { result } = await ask({ ...request, predicate: { op: 'always', value: false }, tested: [] });
  assert.equal(result.read, 10);
});

test('a request that breaks the protocol is refused', async () => {
  const ask = await shop([]);
  assert.equal((await ask({ op: 'drop' })).failure.code, 'BAD_MESSAGE');
  assert.equal((await readAll(ask, { ...orders, range: { lower: { number: 'NaN' } } })).failure.code, 'BAD_MESSAGE');
});

test('tells a page whether a request is still being served', async () => {
  const server = new RequestServer(new AllowedStores(new AllowList(), new DatabasePool()));
  const inquire = async (ticket) => {
    const said = [];
    await server.serve({ op: 'inquire' }, /** @type {any} */ ({ postMessage: (data) => said.push(data) }), ticket);
    return said;
  };
  const served = new Promise((resolve) => {
    server.serve({ op: 'catalog' }, /** @type {any} */ ({ postMessage: resolve }), 'one');
  });
  assert.deepEqual(await inquire('one'), [{ serves: true }]);
  assert.deepEqual(await inquire('another'), [{ serves: false }]);
  assert.deepEqual(await served, { result: { databases: [], failures: [] }, buffer: undefined });
  assert.deepEqual(await inquire('one'), [{ serves: false }]);
});
