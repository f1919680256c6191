// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ErrorCode from '../../../main/javascript/protocol/error-codes.js';
import { failureOf, framesOf, MAX_FRAME_BYTES, WorkerError } from '../../../main/javascript/protocol/protocol.js';
import { checkRequest } from '../../../main/javascript/serve/request-check.js';
import { vectors } from '../testing/vectors.js';

test('every error code is one of the Java enum', () => {
  const codes = vectors('error-codes');
  for (const [name, code] of Object.entries(ErrorCode)) {
    assert.equal(name, code);
    assert.ok(Object.hasOwn(codes, code), code);
  }
});

test('takes every request that Java writes', () => {
  const requests = Object.values(vectors('messages')).filter(({ type }) => type === 'request');
  assert.ok(requests.length >= 4);
  requests.forEach(checkRequest);
});

test('refuses requests that break the protocol', () => {
  const read = vectors('messages')['read request'];
  const broken = [
    { op: 'toString' },
    { op: 'drop' },
    { ...read, database: 5 },
    { ...read, range: null },
    { ...read, count: 0 },
    { ...read, byteTarget: undefined },
    { ...read, byteTarget: NaN },
    { ...read, mode: 'LENIENT' },
    { ...read, format: 'xml' },
    { ...read, columns: [{ name: 'a', type: 'void' }] },
    { ...read, columns: [{ name: 'a', type: 'int', source: 'window' }] },
    ...['constructor', 'toString', '__proto__', '', null, 5, [], {}].map((type) => ({
      ...read,
      columns: [{ name: 'a', type }],
    })),
    { ...read, columns: [{ name: 'a', type: { toString: 'int' } }] },
    { ...read, columns: [{ name: 'a', type: { map: ['int'] } }] },
    { ...read, columns: [{ name: 'a', type: { struct: { length: 1 } } }] },
    { ...read, columns: [{ name: 'a', type: { decimal: [1e9, 0] } }] },
    { ...read, columns: [{ name: 'a', type: { decimal: [5, 6] } }] },
    { ...read, columns: [{ name: 'a', type: { decimal: [5, 2, 1] } }] },
    { ...read, columns: [{ name: 'a', type: { struct: [{ name: 'b' }] } }] },
    { ...read, columns: [{ name: 'a', type: { array: 'int', map: [] } }] },
  ];
  for (const request of broken)
    assert.throws(() => checkRequest(request), { code: 'BAD_MESSAGE', message: /^Cannot serve a request: / });
});

test('frames hold the id, big-endian, and at most a MiB', () => {
  const payload = Uint8Array.from({ length: 2 * MAX_FRAME_BYTES + 3 }, (_, i) => i);
  const frames = [...framesOf(0xfffffffe, payload.buffer)];
  assert.deepEqual(
    frames.map((frame) => frame.length),
    [MAX_FRAME_BYTES + 4, MAX_FRAME_BYTES + 4, 7],
  );
  for (const frame of frames) assert.deepEqual([...frame.subarray(0, 4)], [255, 255, 255, 254]);
  assert.deepEqual(Buffer.concat(frames.map((frame) => frame.subarray(4))), Buffer.from(payload));
});

test('no payload is no frame', () => {
  assert.deepEqual([...framesOf(1, new ArrayBuffer(0))], []);
});

test('a failure keeps code, details and what its sentence tells, and any other error says what it was', () => {
  assert.deepEqual(failureOf(new WorkerError('STORE_REPLACED', ['orders'], { nearest: 'a' })), {
    code: 'STORE_REPLACED',
    message: "Cannot read store 'orders' any further: another seems to be in its place. Start the read anew.",
    args: ['orders'],
    details: { nearest: 'a' },
  });
  assert.equal(failureOf(new RangeError('too far')).code, 'WORKER_FAILED');
  assert.match(failureOf(new RangeError('too far')).message, /"RangeError: too far"/);
  assert.match(failureOf(null).message, /null/);
});
