// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { thresholds } from '../../main/javascript/protocol/thresholds.js';

const BUILD = fileURLToPath(new URL('../../main/javascript/build.js', import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'spark-indexeddb-'));
after(() => rmSync(out, { recursive: true }));

execFileSync(process.execPath, [BUILD, '--out', out, '--minify']);
const worker = readFileSync(join(out, 'export-worker.js'), 'utf8');
const page = readFileSync(join(out, 'page-link.js'), 'utf8');

test('the export worker loads as a classic script', () => {
  const scope = workerScope();
  vm.runInContext(worker, scope);
  assert.equal(vm.runInContext('typeof SparkIndexedDB.allow', scope), 'function');
  assert.equal(vm.runInContext('Object.isFrozen(SparkIndexedDB)', scope), true);
});

test('the export worker loads as a module', () => {
  assert.doesNotMatch(worker, /\b(export|import)\s*[{*"']/);
  const scope = workerScope();
  vm.runInContext(`"use strict"; ${worker}`, scope);
  assert.equal(vm.runInContext('typeof SparkIndexedDB.allow', scope), 'function');
});

test('the export worker listens to messages and leaves the app its own', () => {
  const scope = workerScope();
  vm.runInContext(worker, scope);
  const [message] = scope.listeners;
  let waits = 0;
  message({ data: 'the app says hello', ports: [], waitUntil: () => waits++ });
  message({ data: null, ports: [], waitUntil: () => waits++ });
  assert.equal(waits, 0);
});

test('no app reaches the thresholds of the export worker', () => {
  for (const name of ['thresholds', ...Object.keys(thresholds)]) assert.ok(!worker.includes(name), name);
});

test('the page link is a module with one export', () => {
  assert.match(page, /export\s*\{\s*\w+ as connect\s*\}/);
});

test('neither file makes code of text', () => {
  for (const text of [worker, page]) assert.doesNotMatch(text, /\beval\s*\(|new Function|Function\s*\(\s*["'`]/);
});

test('says what is missing when there is no folder to write to', () => {
  const { status, stderr } = spawnSync(process.execPath, [BUILD], { encoding: 'utf8' });
  assert.equal(status, 1);
  assert.equal(stderr, 'Cannot bundle the browser files: --out is missing. Name a folder with --out DIR.\n');
});

/** A service worker's global scope, as far as loading needs it. */
function workerScope() {
  const listeners = [];
  const scope = vm.createContext({ listeners, TextEncoder, TextDecoder, Blob, File });
  scope.self = { addEventListener: (type, listener) => type === 'message' && listeners.push(listener) };
  return scope;
}
