// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import '../testing/platform.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BlobReader } from '../../../main/javascript/values/blobs.js';
import { wellFormed } from '../../../main/javascript/values/text.js';
import { encode, plain, streamOf, tableOf, through } from '../testing/arrow.js';
import { BLOB_BYTES, fitting, misfits } from '../testing/column-cases.js';
import { Random } from '../testing/random.js';

for (const [type, values, seen = values] of fitting) {
  test(`${JSON.stringify(type)} keeps what fits`, () => {
    assert.deepEqual(through(type, values).map(plain), seen.map(plain));
  });
  test(`${JSON.stringify(type)} is null for null, undefined and an invalid Date`, () => {
    const nothing = [null, undefined, new Date(NaN)];
    assert.deepEqual(through(type, [...nothing, ...values, ...nothing]).map(plain), [
      null,
      null,
      null,
      ...seen.map(plain),
      null,
      null,
      null,
    ]);
  });
}

for (const [type, value, reason] of misfits) {
  test(`says that ${reason}`, () => {
    assert.throws(() => through(type, [null, value]), matching(reason));
  });
}

/** @param {string} reason */
function matching(reason) {
  return (error) => {
    assert.equal(error.code, 'VALUE_DOES_NOT_FIT');
    assert.match(
      error.message,
      /^Cannot read field 'c(\.key)?' of the record with key \{"number":1\} in store 'shop\/orders': /,
    );
    assert.ok(error.message.includes(`: ${reason}. Load it again with 'sampleSize=all'`), error.message);
    assert.ok(error.message.endsWith("or with 'mode=PERMISSIVE'."));
    return true;
  };
}

test('keys of Maps that become different ones are kept, of whatever they were made', () => {
  const struct = { struct: ['a', 'b'].map((name) => ({ name, type: 'string' })) };
  const pairs = [{ a: 'x' }, { b: 'x' }, { a: 'x","' }, { a: 'null' }, {}, { a: '', b: 'x' }];
  const mapOf = (/** @type {any[]} */ keys) => new Map(keys.map((key, i) => [key, i]));
  assert.equal(through({ map: [struct, 'int'] }, [mapOf(pairs)])[0].size, pairs.length);
  const lists = [[], [null], [[]], [[], []], [['a', 'b']], [['a'], ['b']], [['a,b']]];
  assert.equal(through({ map: [{ array: { array: 'string' } }, 'int'] }, [mapOf(lists)])[0].size, lists.length);
});

for (const type of [BLOB_BYTES, 'json', 'text']) {
  test(`Blobs of one size are different keys of ${JSON.stringify(type)} if their bytes are`, async () => {
    const value = (...texts) => new Map(texts.map((text, i) => [new Blob([text]), i]));
    const seen = async (map) => {
      const blobs = new BlobReader();
      through({ map: [type, 'int'] }, [map], { blobs });
      await blobs.fetch();
      return through({ map: [type, 'int'] }, [map], { blobs })[0];
    };
    assert.equal((await seen(value('a', 'b'))).size, 2);
    await assert.rejects(seen(value('a', 'a')), /a Blob as a second key of the same form does not fit/);
  });
}

test('names the way to a nested value', () => {
  const type = { array: { struct: [{ name: 'tags', type: { map: ['string', { array: 'int' }] } }] } };
  const columns = [{ name: 'items', type }];
  const bad = { items: [{}, { tags: { a: [1], b: [2, 'three'] } }] };
  assert.throws(
    () => encode(columns, [{ items: [{ tags: { a: [1] } }] }, bad]),
    (/** @type {any} */ error) => {
      assert.match(
        error.message,
        /field 'items\[1\]\.tags\.b\[1\]' of the record with key \{"number":1\}.*a string does not fit int/,
      );
      assert.deepEqual(error.details, { key: { number: 1 }, column: 'items' });
      return true;
    },
  );
});

test('strings of every kind come out whole, each with its own lone surrogates replaced', (context) => {
  const random = new Random(context);
  for (let run = 0; run < 300; run++) {
    const strings = Array.from({ length: random.below(20) }, () => (random.below(5) === 0 ? null : random.string()));
    const expected = strings.map((text) => (text === null ? null : wellFormed(text)));
    assert.deepEqual(through('string', strings), expected);
    assert.deepEqual(through({ array: 'string' }, [strings]), [expected]);
  }
});

test('numbers of every kind come out the same or not at all', (context) => {
  const random = new Random(context);
  for (let run = 0; run < 2000; run++) {
    const number = random.number();
    assert.ok(Object.is(through('double', [number])[0], number));
    const exact = Number.isSafeInteger(number) && !Object.is(number, -0);
    if (exact) assert.equal(through('bigint', [number])[0], BigInt(number));
    else assert.throws(() => through('bigint', [number]), { code: 'VALUE_DOES_NOT_FIT' });
    for (const type of ['tinyint', 'smallint', 'int', 'float', { decimal: [30, 6] }]) sameOrNot(type, number);
  }
});

/**
 * @param {unknown} type
 * @param {number} number
 */
function sameOrNot(type, number) {
  let seen;
  try {
    [seen] = through(type, [number]);
  } catch (error) {
    return assert.equal(error.code, 'VALUE_DOES_NOT_FIT');
  }
  return assert.ok(
    Object.is(typeof type === 'string' ? seen : Number(`${seen}e-6`), number),
    `${JSON.stringify(type)} ${number}`,
  );
}

test('keys are columns of their own type, never cast', () => {
  const key = (type, keys) => {
    const columns = [{ name: '_key', type, source: 'key' }];
    return Array.from(
      tableOf(
        streamOf(
          columns,
          encode(
            columns,
            keys.map(() => 5),
            { keys },
          ),
        ),
      ).getChild('_key'),
    );
  };
  assert.deepEqual(key('double', [1, 2.5]), [1, 2.5]);
  assert.deepEqual(key('string', ['a', 'b']), ['a', 'b']);
  assert.deepEqual(key('timestamp', [new Date(1)]), [1000n]);
  assert.deepEqual(key('json', [1, 'a', new Date(5), [1, 'b'], Uint8Array.of(1).buffer]), [
    '1',
    '"a"',
    '{"$date":5}',
    '[1,"b"]',
    '{"$binary":"AQ=="}',
  ]);
  assert.throws(() => key('string', ['a', 5]), {
    message: /Cannot read the key of the record with key \{"number":5\}.*number 5 does not fit string/,
  });
});
