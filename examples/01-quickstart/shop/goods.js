// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

// The shop's goods, customers and orders: the same for everybody, so that results can be compared.

const COUNTRIES = ['Austria', 'Brazil', 'Canada', 'Denmark', 'Estonia', 'France', 'Ghana', 'Hungary'];
const NAMES = ['Ada', 'Björn', 'Chloé', 'Dmitri', 'Eun-ji', 'Fatima', 'Grace', 'Håkon', 'Inés', 'Jürgen'];
const GOODS = ['apples', 'bread', 'candles', 'dates', 'eggs', 'flour', 'garlic', 'honey', 'ink', 'jam'];
const FIRST_DAY = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

/** A number in [0, below) that depends on its arguments alone. */
function pick(below, ...seed) {
  let hash = 0x811c9dc5;
  for (const part of seed) hash = Math.imul(hash ^ part, 0x01000193) ^ (hash >>> 15);
  return (hash >>> 0) % below;
}

export function product(n) {
  return {
    sku: `P${String(n).padStart(3, '0')}`,
    name: `${GOODS[n % GOODS.length]} no. ${n}`,
    price: (100 + pick(4900, n, 1)) / 100,
    categories: n % 3 === 0 ? ['food', 'offer'] : ['food'],
    size: { height: 1 + pick(30, n, 2), width: 1 + pick(30, n, 3) },
    thumbnail: Uint8Array.from({ length: 64 }, (_, pixel) => pick(256, n, pixel)),
    ...(n % 4 === 0 && { discontinued: new Date(FIRST_DAY - n * 24 * HOUR) }),
  };
}

export function customer(n) {
  return {
    id: n,
    name: `${NAMES[pick(NAMES.length, n, 4)]} ${n}`,
    country: COUNTRIES[Math.floor(COUNTRIES.length * (pick(1000, n, 5) / 1000) ** 2)],
    since: new Date(FIRST_DAY - pick(2000, n, 6) * 24 * HOUR),
    settings: new Map([
      ['newsletter', n % 2 === 0],
      ['paperless', n % 5 === 0],
    ]),
    ...(n % 3 > 0 && { email: `customer${n}@example.org` }),
  };
}

export function order(n, customers, products) {
  const lines = Array.from({ length: 1 + pick(4, n, 7) }, (_, line) => {
    const { sku, price } = product(pick(products, n, line, 8));
    return { sku, price, quantity: 1 + pick(5, n, line, 9) };
  });
  return {
    id: n,
    customer: pick(customers, n, 10),
    placed: new Date(FIRST_DAY + (n * HOUR) / 4),
    lines,
    total: lines.reduce((cents, line) => cents + Math.round(line.price * 100) * line.quantity, 0) / 100,
    paid: n % 7 > 0,
    ...(n % 5 > 0 && { delivery: { street: `${n % 99} High Street`, floor: n % 4 } }),
    ...(n % 11 === 0 && { note: 'Ring twice 🔔' }),
  };
}
