// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** Opens the shop's database, creating it at the first visit. */
export function openShop() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('shop', 1);
    request.onupgradeneeded = () => {
      const orders = request.result.createObjectStore('orders', { keyPath: 'id' });
      orders.createIndex('byCustomer', 'customer');
      request.result.createObjectStore('customers', { keyPath: 'id' });
      request.result.createObjectStore('products', { keyPath: 'sku' });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Puts records into one store, in one transaction. */
export function put(shop, store, records) {
  return new Promise((resolve, reject) => {
    const transaction = shop.transaction(store, 'readwrite', { durability: 'relaxed' });
    for (const record of records) transaction.objectStore(store).put(record);
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
}

/** The result of one request on one store: read(shop, 'orders', store => store.count()). */
export function read(shop, store, request) {
  return new Promise((resolve, reject) => {
    const asked = request(shop.transaction(store).objectStore(store));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}
