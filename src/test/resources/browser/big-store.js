// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The big store as its page sees it: how it is written, how long the browser itself takes to read it, and what the sums
 * over its columns are. All sums are exact, here and in SQL: of integers, of eighths, of the CRC-32 of UTF-8 text and
 * of bytes.
 */
window.bigStore = (() => {
  const TRANSACTION = 5_000;
  const BATCH = 1_000;
  const FIRST_DAY = Date.UTC(2020, 0, 1);
  const PAD = Array.from({ length: 4096 }, (_, i) => String.fromCharCode(33 + ((i * i * 31 + i * 7) % 90))).join('');

  /** Ten fields of mixed types in about 2 kB. */
  const record = (i) => ({
    id: i,
    active: i % 3 === 0,
    price: (i % 7919) / 8,
    created: new Date(FIRST_DAY + i * 61_001),
    name: `Zoë № ${i} 🍊`,
    ...(i % 5 !== 0 && { note: i % 5 === 1 ? null : `note ${i * 17}` }),
    customer: { city: ['Rome', 'Kraków', '東京'][i % 3], zip: (i * 37) % 99_991 },
    tags: Array.from({ length: i % 4 }, (_, at) => `tag-${(i + at) % 101}`),
    thumb: Uint8Array.from({ length: 48 }, (_, at) => (i * 13 + at * 7) & 255),
    pad: PAD.slice(i % 2048, (i % 2048) + 1_700),
  });

  const open = () =>
    new Promise((resolve, reject) => {
      const request = indexedDB.open('big', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('records', { keyPath: 'id' });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  async function seed(from, to) {
    const database = await open();
    for (let at = from; at < to; at += TRANSACTION) {
      const transaction = database.transaction('records', 'readwrite', { durability: 'relaxed' });
      const store = transaction.objectStore('records');
      for (let i = at; i < Math.min(to, at + TRANSACTION); i++) store.add(record(i));
      await new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error);
      });
    }
    database.close();
  }

  async function eachValue(visit) {
    const database = await open();
    let after = null;
    for (;;) {
      const query = after === null ? null : IDBKeyRange.lowerBound(after, true);
      const records = await new Promise((resolve, reject) => {
        const request = database.transaction('records').objectStore('records').getAllRecords({ query, count: BATCH });
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      records.forEach(({ value }) => visit(value));
      if (records.length < BATCH) break;
      after = records[records.length - 1].key;
    }
    database.close();
  }

  function weight(value) {
    if (typeof value === 'string') return value.length;
    if (typeof value !== 'object' || value === null) return 1;
    if (value instanceof Date) return value.getTime() & 1;
    if (value instanceof Uint8Array) return value[0] + value.length;
    let sum = 0;
    for (const name in value) sum += weight(value[name]);
    return sum;
  }

  /** Reads every value of every record, and does nothing with it. */
  async function read() {
    const begin = performance.now();
    let touched = 0;
    await eachValue((value) => (touched += weight(value)));
    return { seconds: (performance.now() - begin) / 1000, touched };
  }

  const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    return crc >>> 0;
  });
  const encoder = new TextEncoder();
  const scratch = new Uint8Array(8192);

  function crc32(bytes, length) {
    let crc = -1;
    for (let i = 0; i < length; i++) crc = CRC[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
    return (crc ^ -1) >>> 0;
  }

  const crcOfText = (text) => crc32(scratch, encoder.encodeInto(text, scratch).written);

  /** @returns numbers as text, since some are too big for a double */
  async function checksums() {
    const sums = {
      records: 0,
      id: 0,
      active: 0,
      price: 0,
      created: 0n,
      name: 0,
      note: 0,
      notes: 0,
      city: 0,
      zip: 0,
      tags: 0,
      thumb: 0,
      pad: 0,
    };
    await eachValue((value) => {
      sums.records++;
      sums.id += value.id;
      sums.active += value.active ? 1 : 0;
      sums.price += value.price * 8;
      sums.created += BigInt(value.created.getTime());
      sums.name += crcOfText(value.name);
      if (typeof value.note === 'string') {
        sums.notes++;
        sums.note += crcOfText(value.note);
      }
      sums.city += crcOfText(value.customer.city);
      sums.zip += value.customer.zip;
      sums.tags += crcOfText(`${value.tags.length}:${value.tags.join('|')}`);
      sums.thumb += crc32(value.thumb, value.thumb.length);
      sums.pad += crcOfText(value.pad);
    });
    return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, String(sum)]));
  }

  return { seed, read, checksums };
})();
