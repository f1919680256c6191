// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inWords, TEMPLATES } from '../../../main/javascript/protocol/messages.js';
import { WorkerError } from '../../../main/javascript/protocol/protocol.js';

/** @type {{code: any, args: any[], message: string}[]} */
const FAILURES = JSON.parse(readFileSync(new URL('../../resources/wire/failures.json', import.meta.url), 'utf8'));
/** @type {{told: any, text: string}[]} */
const MISFITS = JSON.parse(readFileSync(new URL('../../resources/wire/misfits.json', import.meta.url), 'utf8'));

for (const { code, args, message } of FAILURES) {
  test(`${code} is the sentence that the agent writes`, () => {
    assert.equal(new WorkerError(code, args).message, message);
  });
}

test('each sentence of the worker is held equal', () => {
  assert.deepEqual([...new Set(FAILURES.map(({ code }) => code))].sort(), Object.keys(TEMPLATES).sort());
});

for (const { told, text } of MISFITS) {
  test(`the agent says of what does not fit: ${text}`, () => {
    assert.equal(inWords(told), text);
  });
}
