// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AllowList } from '../../../main/javascript/store/allow.js';

/** @param {object} rules */
function allowing(rules) {
  const allowed = new AllowList();
  allowed.set(/** @type {any} */ (rules));
  return allowed;
}

test('allows nothing by itself', () => {
  const allowed = new AllowList();
  assert.throws(() => allowed.checkStore('shop', 'orders', ['orders']), { code: 'STORE_NOT_ALLOWED' });
  assert.equal(allowed.databaseError('shop', ['shop']).code, 'STORE_NOT_ALLOWED');
});

test('takes stores as a list or by name', () => {
  allowing({ shop: ['orders'] }).checkStore('shop', 'orders', ['orders']);
  allowing({ shop: { orders: true } }).checkStore('shop', 'orders', ['orders']);
});

test('a store that exists and is not allowed is refused without naming others', () => {
  const error = caught(() => allowing({ shop: ['orders'] }).checkStore('shop', 'secrets', ['orders', 'secrets']));
  assert.equal(error.code, 'STORE_NOT_ALLOWED');
  assert.match(
    error.message,
    /^Cannot read store 'secrets' of database 'shop': the app does not allow it\. Add it to SparkIndexedDB\.allow/,
  );
  assert.deepEqual(error.details, {});
});

test('a store that is not there is answered with what is there and allowed', () => {
  const error = caught(() => allowing({ shop: ['orders', 'gone'] }).checkStore('shop', 'Order', ['orders', 'secrets']));
  assert.equal(error.code, 'STORE_NOT_FOUND');
  assert.equal(error.message, "Cannot read store 'Order' of database 'shop': there is none. Choose one of: orders.");
  assert.deepEqual(error.details, { available: ['orders'] });
});

test('a database that is not there is answered likewise', () => {
  const error = allowing({ shop: ['orders'], gone: ['x'] }).databaseError('shoop', ['shop', 'secrets']);
  assert.equal(error.code, 'DATABASE_NOT_FOUND');
  assert.deepEqual(error.details, { available: ['shop'] });
});

test('a database that is allowed and gone is not found', () => {
  const error = allowing({ gone: ['x'] }).databaseError('gone', ['secrets']);
  assert.equal(error.message, "Cannot read database 'gone': there is none. The app allows nothing that exists.");
  assert.deepEqual(error.details, { available: [] });
});

test('a slip in the rules shows in the console', () => {
  const slips = [
    [undefined, 'it takes an object of databases'],
    [{ shop: 'orders' }, "'shop' takes a list of its stores' names"],
    [{ shop: [5] }, "a store of 'shop' is no name"],
    [{ shop: { orders: false } }, "'orders' takes true or a function"],
  ];
  for (const [rules, why] of slips) {
    assert.throws(() => allowing(/** @type {any} */ (rules)), {
      name: 'TypeError',
      message: `Cannot allow stores: ${why}. Write SparkIndexedDB.allow({ shop: ['orders', 'customers'] }).`,
    });
  }
});

test('names like those of Object are names', () => {
  assert.equal(allowing({ shop: ['orders'] }).hasDatabase('constructor'), false);
  allowing(JSON.parse('{"__proto__":["toString"]}')).checkStore('__proto__', 'toString', ['toString']);
});

/** @param {() => void} action */
function caught(action) {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('It was allowed.');
}
