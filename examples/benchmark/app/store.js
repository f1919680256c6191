// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

// The store that is measured: how it is written, and how the browser itself reads it. A classic script, for page,
// worker and service worker.
'use strict';

const STORE = 'records';
const FIRST_DAY = Date.UTC(2024, 0, 1);
const CITIES = ['Rome', 'Kraków', 'Lisbon', 'Reykjavík', 'Ljubljana', 'Tórshavn', 'Valletta', 'Zürich'];
const WORDS =
  'the order was packed at noon and left with the second van after a short wait for the missing box of tea'.split(' ');

/** Ten fields of mixed types, about 210 bytes as JSON. */
function recordOf(i) {
  return {
    id: i,
    quantity: (i * 37) % 1000,
    price: ((i * 7919) % 100_003) / 64,
    active: i % 3 === 0,
    created: new Date(FIRST_DAY + i * 61_001),
    name: `Customer ${(i * 31) % 99_991}`,
    city: CITIES[i % CITIES.length],
    note: Array.from({ length: 8 }, (_, at) => WORDS[(i * 5 + at * 3) % WORDS.length]).join(' '),
    tags: Array.from({ length: i % 4 }, (_, at) => `tag-${(i + at) % 101}`),
    address: { street: `Street ${i % 499}`, zip: (i * 17) % 99_991 },
  };
}

function answerOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Opens a database, and makes it with its store and index if there is none. */
function openDatabase(name) {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(STORE, { keyPath: 'id' }).createIndex('byCreated', 'created');
  };
  return answerOf(request);
}

async function seed(name, from, to) {
  const database = await openDatabase(name);
  const transaction = database.transaction(STORE, 'readwrite', { durability: 'relaxed' });
  const store = transaction.objectStore(STORE);
  for (let i = from; i < to; i++) store.add(recordOf(i));
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  database.close();
}

/** Each value of a record once, and no more: what is never touched is not even deserialised. */
function touch({ id, quantity, price, active, created, name, city, note, tags, address }) {
  let sum =
    id +
    quantity +
    price +
    created.getTime() +
    name.length +
    city.length +
    note.length +
    address.street.length +
    address.zip;
  if (active) sum++;
  for (const tag of tags) sum += tag.length;
  return sum;
}

/**
 * Reads a store as fast as the browser can: batch after batch, each value touched, nothing kept.
 * @returns {Promise<{ms: number, records: number, sum: number}>}
 */
async function readBatches(name, count, from = 0, to = Infinity) {
  const database = await openDatabase(name);
  const begin = performance.now();
  let [records, sum, after] = [0, 0, from - 1];
  for (;;) {
    const query = to === Infinity ? IDBKeyRange.lowerBound(after, true) : IDBKeyRange.bound(after, to, true, true);
    const batch = await answerOf(database.transaction(STORE).objectStore(STORE).getAllRecords({ query, count }));
    for (const { value } of batch) sum += touch(value);
    records += batch.length;
    if (batch.length < count) break;
    after = batch[count - 1].key;
  }
  database.close();
  return { ms: performance.now() - begin, records, sum };
}

/** Reads a store record by record. */
async function readCursor(name) {
  const database = await openDatabase(name);
  const begin = performance.now();
  let [records, sum] = [0, 0];
  await new Promise((resolve, reject) => {
    const request = database.transaction(STORE).objectStore(STORE).openCursor();
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const cursor = request.result;
      if (cursor === null) return resolve();
      records++;
      sum += touch(cursor.value);
      cursor.continue();
    };
  });
  database.close();
  return { ms: performance.now() - begin, records, sum };
}

self.READERS = { readBatches, readCursor };
self.addEventListener('message', (event) => {
  const { read, args } = event.data ?? {};
  if (!read) return;
  const done = READERS[read](...args).then(
    (result) => event.ports[0].postMessage({ result }),
    (e) => event.ports[0].postMessage({ error: String(e) }),
  );
  event.waitUntil?.(done);
});
