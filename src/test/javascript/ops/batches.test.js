// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layoutOf } from '../../../main/javascript/columns/batch.js';
import { encodeEach } from '../../../main/javascript/ops/batches.js';

test('records with Blobs are encoded some at a time, and none of them again and again', async () => {
  const type = { struct: [{ name: 'bytes', type: 'binary' }] };
  let looks = 0;
  const values = Array.from({ length: 256 }, () => ({
    get file() {
      looks++;
      return new Blob(['x'.repeat(1000)]);
    },
  }));
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
