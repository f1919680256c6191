// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { encodingCases } from '../testing/encoding-cases.js';
import { encodingOf } from '../testing/encodings.js';
import { vectors } from '../testing/vectors.js';

const FILE = new URL('../../resources/wire/encodings.json', import.meta.url);

const made = await Promise.all(
  encodingCases.map(async ({ rule, ...given }) => JSON.parse(JSON.stringify({ rule, ...(await encodingOf(given)) }))),
);

// After a change of what the encoders make: WRITE_VECTORS=1 npm test
if (process.env.WRITE_VECTORS) {
  writeFileSync(FILE, `[\n${made.map((vector) => JSON.stringify(vector)).join(',\n')}\n]\n`);
}

for (const [i, vector] of vectors('encodings').entries()) {
  test(`the vector is what the encoders make: ${vector.rule}`, () => assert.deepEqual(made[i], vector));
}

test('every case has its vector', () => assert.equal(vectors('encodings').length, encodingCases.length));
