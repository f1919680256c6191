// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
import { connect } from '/spark-indexeddb/page-link.js';
import { customer, order, product } from './goods.js';
import { openShop, put, read } from './store.js';

const PRODUCTS = 200;
const AT_ONCE = 5000;
const settings = new URLSearchParams(location.search);

/** Fills an empty shop with as many orders as the address asks for: ?records=10000. */
async function stock(shop, orders) {
  const customers = Math.max(10, Math.floor(orders / 10));
  await put(shop, 'products', numbers(0, PRODUCTS).map(product));
  await put(shop, 'customers', numbers(0, customers).map(customer));
  for (let at = await read(shop, 'orders', (store) => store.count()); at < orders; at += AT_ONCE) {
    await put(
      shop,
      'orders',
      numbers(at, Math.min(orders, at + AT_ONCE)).map((n) => order(n, customers, PRODUCTS)),
    );
    await showOrders(shop);
  }
}

function numbers(from, until) {
  return Array.from({ length: until - from }, (_, at) => from + at);
}

/** The products, each with a button that orders one: no network needed. */
async function showProducts(shop) {
  const products = await read(shop, 'products', (store) => store.getAll(null, 24));
  document.querySelector('#products').replaceChildren(
    ...products.map(({ sku, name, price, thumbnail }) => {
      const item = document.createElement('li');
      const button = Object.assign(document.createElement('button'), { textContent: `Order for ${price.toFixed(2)}` });
      button.addEventListener('click', () => placeOrder(shop, { sku, price, quantity: 1 }));
      item.append(picture(thumbnail), name, document.createElement('br'), button);
      return item;
    }),
  );
}

function picture(thumbnail) {
  const canvas = Object.assign(document.createElement('canvas'), { width: 8, height: 8 });
  const pixels = new ImageData(8, 8);
  thumbnail.forEach((value, at) => pixels.data.set([value, 160, 255 - value, 255], at * 4));
  canvas.getContext('2d').putImageData(pixels, 0, 0);
  return Object.assign(document.createElement('img'), { alt: '', src: canvas.toDataURL() });
}

async function placeOrder(shop, line) {
  const id = await read(shop, 'orders', (store) => store.count());
  await put(shop, 'orders', [{ id, customer: 0, placed: new Date(), lines: [line], total: line.price, paid: false }]);
  await showOrders(shop);
}

async function showOrders(shop) {
  document.querySelector('#orders').value = await read(shop, 'orders', (store) => store.count());
}

function showStatus(status) {
  document.querySelector('#status').value = status?.message ?? status?.state ?? status;
}

await navigator.serviceWorker.register('/sw.js');
const shop = await openShop();
// Not awaited: the shop opens whether an agent is there or not.
if (settings.has('agent')) void connect({ endpoint: settings.get('agent'), onStatus: showStatus }).catch(showStatus);
await stock(shop, Number(settings.get('records') ?? 100));
await showProducts(shop);
await showOrders(shop);
