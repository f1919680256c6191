// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import * as ErrorCode from '../../../main/javascript/protocol/error-codes.js';
import { exportWorker } from '../testing/database.js';
import { numbered, shop } from '../testing/orders.js';
import { Random } from '../testing/random.js';
import { vectors } from '../testing/vectors.js';

/** How long requests are made up, in milliseconds: some seconds in each run, hours by FUZZ_SECONDS. */
const TIME = Number(process.env.FUZZ_SECONDS ?? 3) * 1000;

/** No request of this size may keep a worker longer, in milliseconds. */
const MAX_TIME = 10_000;

/** What a refusal may say beside what it repeats of its request. */
const MAX_MESSAGE_CHARS = 2000;

/** What a parser of JSON can give, and no agent sends. */
const ODDITIES = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  '',
  'toString',
  '__proto__',
  'x'.repeat(10_000),
  '\ud800',
  [],
  {},
  [[]],
  { length: 1e9 },
  { toString: null },
  JSON.parse('{"__proto__":{"op":"catalog"}}'),
  JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`),
  Array.from({ length: 5000 }, (_, i) => i),
];

const requests = Object.values(vectors('messages')).filter(({ type }) => type === 'request');

/** @param {unknown} value @returns {any[]} every object and array in it */
function inside(value) {
  if (value === null || typeof value !== 'object') return [];
  return [value, ...Object.values(value).flatMap(inside)];
}

/**
 * @param {Random} random
 * @returns {any} a request of an agent, with some things in it that no agent writes
 */
function hostile(random) {
  const request = structuredClone(random.of(requests));
  const foreign = inside(structuredClone(random.of(requests)));
  for (let changes = 1 + random.below(3); changes > 0; changes--) {
    const place = random.of(inside(request));
    const names = Object.keys(place);
    const name = names.length > 0 && random.below(8) > 0 ? random.of(names) : random.of(['op', 'range', '0', 'by']);
    if (random.below(6) === 0) delete place[name];
    else
      place[name] = structuredClone(
        random.of([
          () => random.of(ODDITIES),
          () => random.of(foreign),
          () => random.number(),
          () => random.string(),
          () => place[random.of(names)],
        ])(),
      );
  }
  return request;
}

/**
 * @param {any} failure
 * @param {number} asked how long the request was
 */
function isOurs(failure, asked) {
  assert.ok(Object.hasOwn(ErrorCode, failure.code), `code ${failure.code}`);
  const text = JSON.stringify(failure);
  assert.ok(text.length < MAX_MESSAGE_CHARS + 3 * asked, `${text.length} characters: ${text.slice(0, 300)}`);
}

test('whatever an agent requests, a worker answers or refuses it, in time and in few words', async (context) => {
  const random = new Random(context);
  const ask = await shop(numbered(50));
  const refused = exportWorker({});
  /** @type {unknown[]} */
  const thrown = [];
  const onThrown = (/** @type {unknown} */ error) => thrown.push(error);
  process.on('unhandledRejection', onThrown);
  after(() => process.off('unhandledRejection', onThrown));
  const end = Date.now() + TIME;
  let count = 0;
  let answered = 0;
  for (; Date.now() < end; count++) {
    const request = hostile(random);
    const shown = () => JSON.stringify(request).slice(0, 1000);
    const before = Date.now();
    const { result, failure } = await (random.below(10) === 0 ? refused : ask)(request);
    assert.ok(Date.now() - before < MAX_TIME, `took too long: ${shown()}`);
    assert.deepEqual(thrown, [], shown());
    assert.ok(result || failure, shown());
    if (result) answered++;
    else
      try {
        isOurs(failure, JSON.stringify(request).length);
      } catch (e) {
        assert.fail(`${e.message}, for ${shown()}`);
      }
  }
  context.diagnostic(`${count} requests, ${answered} answered`);
  assert.ok(count > 100);
});
