// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

// Waits until the browser is linked and the shop is stocked: node wait.js ENDPOINT ORDERS BROWSER_PID SECONDS.
// Shows progress on stderr and prints the browser's name and version.
import { setTimeout } from 'node:timers/promises';

const [endpoint, orders, browser, seconds] = process.argv.slice(2);
const name = process.env.EXAMPLE ?? 'quickstart';
const deadline = Date.now() + seconds * 1000;
let shown;

async function ask(route) {
  const response = await fetch(endpoint + route);
  const body = await response.json();
  if (!response.ok) throw new Error(`${route} answered ${response.status}: ${body.message}`);
  return body;
}

function show(progress) {
  if (progress !== shown) console.error(`${name}: ${progress}`);
  shown = progress;
}

function fail(why) {
  console.error(`${name}: ${why}`);
  process.exit(1);
}

async function linkedClient() {
  return (await ask('/v1/clients')).clients.find(({ connected }) => connected);
}

async function count() {
  const shop = (await ask('/v1/databases')).databases.find(({ name }) => name === 'shop');
  return shop?.stores.find(({ name }) => name === 'orders')?.records ?? 0;
}

function requireBrowser() {
  try {
    process.kill(Number(browser), 0);
  } catch {
    fail('the browser has ended');
  }
}

/** The linked client once its shop is stocked, else undefined. */
async function stocked() {
  const client = await linkedClient();
  const records = client ? await count() : 0;
  show(client ? `linked; ${records} of ${orders} orders stocked` : 'waiting for the browser to link');
  return records >= orders ? client : undefined;
}

try {
  let client = await stocked();
  while (client === undefined) {
    requireBrowser();
    if (Date.now() > deadline) fail(`gave up after ${seconds} s`);
    await setTimeout(500);
    client = await stocked();
  }
  console.log(client.browser);
} catch (error) {
  fail(error.cause?.message ?? error.message);
}
