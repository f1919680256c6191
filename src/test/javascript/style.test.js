// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** What Biome has no rule for. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const MAX_LINE_CHARACTERS = 120;

/** @param {string} folder @returns {string[]} the scripts in it that are sources */
function scriptsIn(folder) {
  return readdirSync(ROOT + folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return /^(node_modules|dist|target)$/.test(entry.name) ? [] : scriptsIn(path);
    return /\.(js|ts)$/.test(entry.name) ? [path] : [];
  });
}

test('no line is longer than an editor shows', () => {
  const long = ['src/main/javascript', 'src/test', 'examples'].flatMap(scriptsIn).flatMap((path) =>
    readFileSync(ROOT + path, 'utf8')
      .split('\n')
      .flatMap((line, i) => ([...line].length > MAX_LINE_CHARACTERS ? [`${path}:${i + 1}`] : [])),
  );
  assert.deepEqual(long, []);
});

test('lock files hold no address of a registry, and every platform can install', () => {
  for (const folder of ['src/main/javascript', 'examples/06-web-app', 'examples/benchmark']) {
    const { packages } = JSON.parse(readFileSync(`${ROOT}${folder}/package-lock.json`, 'utf8'));
    for (const [name, { resolved }] of Object.entries(packages))
      assert.equal(resolved, undefined, `${folder}: ${name}`);
  }
  const { packages } = JSON.parse(readFileSync(`${ROOT}src/main/javascript/package-lock.json`, 'utf8'));
  for (const tool of ['@biomejs/biome', 'esbuild', 'typescript']) {
    for (const platform of Object.keys(packages[`node_modules/${tool}`].optionalDependencies)) {
      assert.ok(packages[`node_modules/${platform}`], `${tool} cannot be installed where it needs ${platform}`);
    }
  }
});
