// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { TAIL, tableOf } from '../testing/arrow.js';
import { appOpens, exportWorker, promisifyRequest, put, readAll } from '../testing/database.js';
import { and, idsOf, indexOf, is, numbers, orders } from '../testing/queries.js';
import { clear, GROUP, ID, shop } from '../testing/shop.js';

afterEach(clear);

test('a limit is how many rows leave', async () => {
  const { ids, read } = await idsOf(readAll(await shop(), { ...orders, limit: 12, count: 2 }));
  assert.deepEqual([ids, read], [numbers(12), 12]);
  const some = await idsOf(
    readAll(await shop(), { ...orders, limit: 3, predicate: is('group', '=', 'g7'), count: 16 }),
  );
  assert.deepEqual(some.ids, [7, 107, 207]);
});

const by = (direction, column = 'id') => ({ order: { by: [column], direction }, limit: 5 });

test('the last keys are read from the end', async () => {
  const ask = await shop();
  const { ids, read } = await idsOf(readAll(ask, { ...orders, ...by('descending'), count: 2 }));
  assert.deepEqual(ids, [999, 998, 997, 996, 995]);
  assert.ok(read < 100, `${read} records read`);
  assert.deepEqual((await idsOf(readAll(ask, { ...orders, ...by('ascending') }))).ids, numbers(5));
  const found = await idsOf(
    readAll(ask, {
      ...orders,
      ...by('descending'),
      predicate: and(is('id', '<', '900'), is('group', '=', 'g7')),
      byteTarget: 20,
    }),
  );
  assert.deepEqual(found.ids, [807, 707, 607, 507, 407]);
});

for (const [why, request] of /** @type {any[][]} */ ([
  ['another field', by('descending', 'group')],
  ['an index', { ...by('descending'), index: indexOf('day'), predicate: is('day', '>=', '0') }],
  ['a key that may be null', { ...by('descending'), mode: 'PERMISSIVE' }],
])) {
  test(`an order by ${why} is left to the engine, and so is its limit`, async () => {
    const { ids } = await idsOf(readAll(await shop(), { ...orders, columns: [ID, GROUP], ...request }));
    assert.equal(ids.length, 1000);
  });
}

test('keys of several kinds, and strings, are in no order', async () => {
  for (const [type, keys] of /** @type {any[][]} */ ([
    ['double', [1, 2, 'a']],
    ['string', ['a', 'b']],
  ])) {
    const db = await appOpens(`mixed ${type}`, 1, (upgraded) => upgraded.createObjectStore('s'));
    await put(
      db,
      's',
      keys.map((key) => [{ id: 1 }, key]),
    );
    db.close();
    const key = { name: '_key', type, source: 'key' };
    const request = {
      database: `mixed ${type}`,
      store: 's',
      columns: [ID, key],
      order: { by: ['_key'], direction: 'descending' },
      limit: 1,
      mode: 'PERMISSIVE',
    };
    assert.equal((await idsOf(readAll(exportWorker({ [`mixed ${type}`]: ['s'] }), request))).ids.length, keys.length);
  }
});

test('rows that came whatever the limit leave none of it, though the others are in order by then', async () => {
  const db = await appOpens('mixed', 1, (upgraded) => upgraded.createObjectStore('s'));
  db.onversionchange = () => db.close();
  await put(
    db,
    's',
    [1, 2, 3, 4, 5, 6, 'a', 'b', 'c'].map((key) => [{ id: 1 }, key]),
  );
  const forget = async () =>
    void (await promisifyRequest(db.transaction('s', 'readwrite').objectStore('s').delete(IDBKeyRange.bound('', []))));
  const key = { name: '_key', type: 'double', source: 'key' };
  const request = {
    database: 'mixed',
    store: 's',
    columns: [ID, key],
    order: { by: ['_key'], direction: 'descending' },
    limit: 3,
    mode: 'PERMISSIVE',
  };
  const reading = readAll(exportWorker({ mixed: ['s'] }), { ...request, count: 2 }, forget);
  const { results, bytes } = await reading;
  const keys = Array.from(tableOf(new Uint8Array(Buffer.concat([bytes, TAIL]))).getChild('_key'));
  assert.deepEqual(keys.filter((each) => each !== null).slice(0, 3), [6, 5, 4]);
  assert.equal(results[0].unlimited, true);
});

/**
 * A store whose keys are inside a struct, as a reader of `mode` sees it: the last record has a field beside the key
 * that does not fit.
 */
async function nested(mode) {
  const db = await appOpens('nested', 1, (upgraded) => upgraded.createObjectStore('s', { keyPath: 'k.id' }));
  await put(
    db,
    's',
    Array.from({ length: 10 }, (_, id) => [{ k: { id, x: id === 9 ? 'no number' : id } }]),
  );
  db.close();
  const k = {
    name: 'k',
    type: {
      struct: [
        { name: 'id', type: 'double' },
        { name: 'x', type: 'double' },
      ],
    },
  };
  const request = {
    database: 'nested',
    store: 's',
    columns: [k],
    order: { by: ['k', 'id'], direction: 'ascending' },
    limit: 2,
    mode,
  };
  return readAll(exportWorker({ nested: ['s'] }), request);
}

test('a key in a column that is null where anything in it does not fit is in no order', async () => {
  const { results } = await nested('PERMISSIVE');
  assert.equal(
    results.reduce((sum, { records }) => sum + records, 0),
    10,
  );
  assert.equal((await nested('FAILFAST')).results[0].records, 2);
});

test('a key of another kind that comes meanwhile does not turn the reading around', async () => {
  const ask = await shop();
  const app = await appOpens('shop', 1);
  let asked = 0;
  const disturbed = async (request) => {
    const answer = await ask(request);
    if (asked++ === 0) await put(app, 'orders', [[{ id: 'another', group: 'g', day: new Date(0) }]]);
    return answer;
  };
  const request = { ...by('descending'), limit: 500, predicate: is('id', '<', '900'), byteTarget: 400 };
  const { ids } = await idsOf(readAll(disturbed, { ...orders, ...request }));
  app.close();
  assert.ok(asked > 2, 'the split came at once');
  assert.deepEqual(ids, numbers(ids.length, 899, -1));
  assert.ok(ids.length >= 500);
});
