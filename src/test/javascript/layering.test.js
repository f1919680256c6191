// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { test } from 'node:test';
import { SOURCES } from './testing/sources.js';

/**
 * What each folder and each entry of the two files may import, of types too. Each names only folders that stand below
 * it.
 */
const DOORS = /** @type {Record<string, string[]>} */ ({
  'export-worker.js': ['serve', 'store'],
  'page-link.js': ['link'],
  serve: ['ops', 'evaluation', 'columns', 'store', 'protocol'],
  ops: ['paths', 'evaluation', 'columns', 'store', 'summary', 'values', 'protocol'],
  paths: ['evaluation', 'store', 'values', 'protocol'],
  evaluation: ['columns', 'values', 'protocol'],
  columns: ['values', 'protocol'],
  store: ['values', 'protocol'],
  summary: ['values', 'protocol'],
  link: ['protocol'],
  values: ['protocol'],
  protocol: [],
});

/** Modules that not all of a folder's users may have: they hold databases as the browser gives them. */
const INNER = {
  'store/database-pool.js': ['export-worker.js'],
  'store/idb.js': [],
  'store/stored-records.js': ['ops/blocks.js'],
};

/** @param {string} path @param {string} source @returns {string[]} the modules that it imports, in code and in JSDoc */
function importsOf(path, source) {
  const specifiers = source.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([\w@./-]+)'/g);
  return Array.from(specifiers, ([, name]) => (name.startsWith('.') ? posix.join(posix.dirname(path), name) : name));
}

/** @param {string} path @returns {string} its folder; an entry, which is in none, stands for itself */
function roomOf(path) {
  return posix.dirname(path) === '.' ? path : posix.dirname(path);
}

const imports = Array.from(SOURCES).flatMap(([from, source]) => importsOf(from, source).map((to) => ({ from, to })));
const crossing = imports.filter(({ from, to }) => roomOf(from) !== roomOf(to));

test('imports lead to modules of this package alone', () => {
  for (const { from, to } of imports) assert.ok(SOURCES.has(to), `${from} imports ${to}`);
  assert.ok(imports.length > 200, `${imports.length} imports`);
});

test('a folder imports what it may and nothing else', () => {
  for (const { from, to } of crossing) {
    const allowed = DOORS[roomOf(from)];
    assert.ok(allowed?.includes(roomOf(to)), `${from} may not import ${to}: of other folders it may import ${allowed}`);
  }
});

test('each door is used, and none leads back up', () => {
  const folders = Object.keys(DOORS);
  for (const [from, allowed] of Object.entries(DOORS)) {
    for (const to of allowed) {
      assert.ok(folders.indexOf(to) > folders.indexOf(from), `${from} stands below ${to}`);
      assert.ok(
        crossing.some((each) => roomOf(each.from) === from && roomOf(each.to) === to),
        `${from} has no use for ${to}`,
      );
    }
  }
});

test('what holds a database as the browser gives it stays in its folder', () => {
  for (const [inner, users] of Object.entries(INNER)) {
    const found = new Set(crossing.filter(({ to }) => to === inner).map(({ from }) => from));
    assert.deepEqual([...found], users, inner);
  }
});

test('such a module is passed on by none that others may have', () => {
  for (const [path, source] of SOURCES) {
    for (const [, specifier] of source.matchAll(/\bexport\b[^;'=(]*\bfrom\s*'([\w./-]+)'/g)) {
      assert.ok(!(posix.join(posix.dirname(path), specifier) in INNER), `${path} exports ${specifier}`);
    }
  }
});

test('each module belongs to one of the two files', () => {
  const reached = new Set(['export-worker.js', 'page-link.js']);
  for (const path of reached) for (const { from, to } of imports) if (from === path) reached.add(to);
  assert.deepEqual(
    [...SOURCES.keys()].filter((path) => !reached.has(path)),
    [],
  );
});
