// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layoutOf } from '../../../main/javascript/columns/batch.js';
import { joined } from '../../../main/javascript/columns/frame.js';
import { encodeEach, encodeWithin } from '../../../main/javascript/ops/batches.js';

test('records with Blobs are encoded some at a time, and none of them again and again', async () => {
  const type = { struct: [{ name: 'bytes', type: 'binary' }] };
  let looks = 0;
  const values = Array.from({ length: 256 }, () => {
    const file = new Blob(['x'.repeat(1000)]);
    return {
      get file() {
        looks++;
        return file;
      },
    };
  });
  const columns = [{ name: 'file', type }];
  const layout = layoutOf({ database: 'shop', store: 'orders', columns, mode: 'FAILFAST', format: 'arrow' });
  const starts = [];
  const lengths = [];
  await encodeEach(layout, { keys: values.map((_, i) => i), values }, 4_000, ({ length }, start) => {
    starts.push(start);
    lengths.push(length);
  });
  assert.equal(
    lengths.reduce((sum, length) => sum + length, 0),
    256,
  );
  assert.deepEqual(
    starts,
    lengths.map((_, i) => lengths.slice(0, i).reduce((sum, length) => sum + length, 0)),
  );
  assert.ok(starts.length > 50, `${starts.length} pieces`);
  assert.ok(looks < 10 * 256, `${looks} looks at 256 records`);
});

test('the text of a record whose keys turn out to be equal has the bytes of its other Blobs', async () => {
  const columns = [
    { name: 'notes', type: { map: ['text', 'int'] } },
    { name: '_corrupt', type: 'string', source: 'corrupt' },
  ];
  const layout = layoutOf(
    /** @type {any} */ ({ database: 'shop', store: 'orders', columns, mode: 'PERMISSIVE', format: 'ndjson' }),
  );
  const notes = new Map([
    [new Blob(['hi']), 1],
    [new Blob(['hi']), 2],
  ]);
  // What no column names is read for that text alone, once the bytes of the keys have told that it is needed.
  const { message } = await encodeWithin(layout, { keys: [1], values: [{ notes, file: new Blob(['ho']) }] }, 1000);
  const row = JSON.parse(new TextDecoder().decode(new Uint8Array(joined(message))));
  assert.equal(row.notes, null);
  assert.equal(JSON.parse(row._corrupt).file.$blob.bytes, 'aG8=');
});

test('a record that gives another Blob at each look is an error', async () => {
  const columns = [{ name: 'file', type: { struct: [{ name: 'bytes', type: 'binary' }] } }];
  const layout = layoutOf({ database: 'shop', store: 'orders', columns, mode: 'FAILFAST', format: 'arrow' });
  const endless = {
    get file() {
      return new Blob(['hi']);
    },
  };
  await assert.rejects(encodeWithin(layout, { keys: [1], values: [endless] }, 1000), {
    message: 'can no longer be read',
  });
});
