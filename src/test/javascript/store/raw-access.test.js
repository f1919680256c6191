// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Only `store/` touches IndexedDB: everything else gets a StoreView, which applies what the app allows. An operation
 * that held a raw store could read past it, and nobody would notice.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StoreView } from '../../../main/javascript/store/store-view.js';
import { appOpens, put } from '../testing/database.js';
import { SOURCES } from '../testing/sources.js';

/** Keys, ranges and comparisons of keys are no access; all else that IndexedDB has is, in code and in types. */
const RAW = [
  /\bIDB(?!ValidKey\b|KeyRange\b)\w+/,
  /\bindexedDB\b(?!\.cmp\b)/,
  /\b(getAll(Keys|Records)?|open(Key)?Cursor|continuePrimaryKey|objectStore(Names)?|indexNames)\b/,
  /(\.|\[')transaction\b|\{[^}]*\btransaction\b[^}]*\} =/,
  /\bpromisify(Request|Cursor)\b/,
];

/** @param {string} source @returns {string[]} what of it is raw access */
function rawIn(source) {
  return RAW.flatMap((pattern) => pattern.exec(source)?.[0] ?? []);
}

test('nothing outside store/ names what IndexedDB gives', () => {
  for (const [path, source] of SOURCES) {
    if (!path.startsWith('store/')) assert.deepEqual(rawIn(source), [], `${path} belongs behind a StoreView`);
  }
  assert.ok(SOURCES.size > 60, `${SOURCES.size} sources`);
});

test('such names are found, also in types', () => {
  for (const raw of [
    'store.getAll(range)',
    "store['openCursor']()",
    'indexedDB.open(name)',
    'db.transaction(name)',
    "db['transaction'](name)",
    'const { transaction } = db',
    '/** @param {IDBObjectStore} store */',
  ]) {
    assert.equal(rawIn(raw).length, 1, raw);
  }
  assert.deepEqual(rawIn('indexedDB.cmp(a, b); IDBKeyRange.lowerBound(key); /** @type {IDBValidKey} */'), []);
});

for (const [what, redaction] of /** @type {const} */ ([
  ['as they are', null],
  ['through a function of the app', () => 'seen'],
])) {
  test(`no way leads from a view to what it shows ${what}`, async () => {
    const db = await appOpens(crypto.randomUUID(), 1, (upgraded) => {
      upgraded.createObjectStore('people', { keyPath: 'id' }).createIndex('city', 'city');
    });
    await put(db, 'people', [[{ id: 1, city: 'A' }]]);
    const store = db.transaction('people').objectStore('people');
    const view = new StoreView(store, redaction);
    const index = redaction === null ? [view.index(view.indexes[0])] : [];
    for (const found of [view, ...index].flatMap((each) => reachable(each))) {
      const name = Object.prototype.toString.call(found);
      assert.doesNotMatch(name, /^\[object IDB(?!KeyRange)/, name);
    }
    const { values } = await view.records(undefined, { count: 1, keysOnly: false });
    assert.deepEqual(values, redaction === null ? [{ id: 1, city: 'A' }] : ['seen']);
    db.close();
  });
}

test('a store with a function of the app gives no index, whatever is asked for', async () => {
  const db = await appOpens(crypto.randomUUID(), 1, (upgraded) => {
    upgraded.createObjectStore('people').createIndex('city', 'city');
  });
  const view = new StoreView(db.transaction('people').objectStore('people'), () => 'seen');
  assert.equal(view.isRedacted, true);
  assert.throws(() => view.index(view.indexes[0]), { code: 'INDEX_NOT_FOUND' });
  db.close();
});

test('a function of the app sees every record, also of a read of keys alone', async () => {
  const db = await appOpens(crypto.randomUUID(), 1, (upgraded) => upgraded.createObjectStore('people'));
  await put(db, 'people', [
    ['a', 1],
    ['b', 2],
  ]);
  const store = db.transaction('people').objectStore('people');
  /** @type {unknown[]} */
  const seen = [];
  const view = new StoreView(store, (value, key) => seen.push([key, value]));
  for (const options of [
    { count: 9 },
    { count: 9, keysOnly: true },
    { count: 9, descending: true },
    { count: 1, keysOnly: true, descending: true },
  ]) {
    seen.length = 0;
    const { keys, values } = await view.records(undefined, options);
    assert.equal(seen.length, keys.length);
    assert.deepEqual(
      values,
      keys.map((_, i) => i + 1),
    );
  }
  db.close();
});

/**
 * @param {object} start
 * @returns {unknown[]} every object that its members lead to, those of its classes too
 */
function reachable(start) {
  const found = new Set();
  const visit = (/** @type {any} */ value) => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || found.has(value)) return;
    if (value === Object.prototype || value === Function.prototype) return;
    found.add(value);
    for (const owner of [value, Object.getPrototypeOf(value)]) {
      if (owner === null || owner === Object.prototype || owner === Function.prototype) continue;
      for (const name of Reflect.ownKeys(owner)) {
        const member = Object.getOwnPropertyDescriptor(owner, name);
        visit(member?.get ? member.get.call(start) : member?.value);
      }
    }
  };
  visit(start);
  return [...found];
}
