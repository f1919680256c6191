// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from '../../main/javascript/node_modules/esbuild/lib/main.js';

const SOURCE = fileURLToPath(new URL('../../main/javascript/', import.meta.url));
const TSC = join(SOURCE, 'node_modules/.bin/tsc');

/** What the two files may weigh over the wire, in bytes, so that they do not grow unseen. */
const MAX_GZIPPED_BYTES = 26_000;

// An app that has installed the package.
const app = mkdtempSync(join(tmpdir(), 'spark-indexeddb-app-'));
after(() => rmSync(app, { recursive: true }));
const [packed] = JSON.parse(
  execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', app], { cwd: SOURCE, encoding: 'utf8' }),
);
execFileSync('tar', ['-xzf', join(app, packed.filename), '-C', app]);
mkdirSync(join(app, 'node_modules'));
symlinkSync(join(app, 'package'), join(app, 'node_modules/spark-indexeddb'));
writeFileSync(join(app, 'package.json'), '{ "type": "module" }');

/** @param {string} name @param {string} text */
function write(name, text) {
  writeFileSync(join(app, name), text);
  return join(app, name);
}

test('the package holds the two files, their types and what a reader needs, and depends on nothing', () => {
  assert.deepEqual(packed.files.map(({ path }) => path).sort(), [
    'README.md',
    'dist/export-worker.js',
    'dist/page-link.js',
    'package.json',
    'types/export-worker.d.ts',
    'types/page-link.d.ts',
  ]);
  assert.equal(JSON.parse(readFileSync(join(app, 'package/package.json'), 'utf8')).dependencies, undefined);
});

test('the two files stay below 26 kB', () => {
  const sizes = ['export-worker.js', 'page-link.js'].map(
    (name) => gzipSync(readFileSync(join(app, 'package/dist', name)), { level: 9 }).length,
  );
  assert.ok(sizes[0] + sizes[1] < MAX_GZIPPED_BYTES, `${sizes.join(' + ')} bytes`);
});

test("an app's bundler takes the worker and the page link", async () => {
  const worker = write(
    'sw.js',
    "import 'spark-indexeddb/export-worker.js';\nSparkIndexedDB.allow({ shop: ['orders'] });",
  );
  const page = write(
    'page.js',
    "import { connect } from 'spark-indexeddb/page-link.js';\nconnect({ endpoint: 'http://localhost:8787' });",
  );
  const { outputFiles } = await build({
    entryPoints: [worker, page],
    bundle: true,
    format: 'esm',
    write: false,
    outdir: app,
    minify: true,
  });
  const [workerText, pageText] = outputFiles.map(({ text }) => text);
  assert.match(workerText, /getAllRecords[\s\S]*SparkIndexedDB\.allow\(\{shop:\["orders"\]\}\)/);
  assert.match(pageText, /\/v1\/connect/);
});

test('its types let through what is right and nothing else', () => {
  const right = write(
    'right.ts',
    `
    import { connect, type Status } from 'spark-indexeddb/page-link.js';
    import 'spark-indexeddb/export-worker.js';
    SparkIndexedDB.allow({ shop: ['orders'], crm: { people: ({ name }) => ({ name }), notes: true } });
    const seen: Status[] = [];
    const onStatus = (status: Status) => seen.push(status);
    const link = await connect({ endpoint: '/spark', consent: async () => true, onStatus });
    link.close();
    export const state: 'linked' | string = link.status.state;`,
  );
  const wrong = write(
    'wrong.ts',
    `
    import { connect } from 'spark-indexeddb/page-link.js';
    import 'spark-indexeddb/export-worker.js';
    // @ts-expect-error
    connect({});
    // @ts-expect-error
    connect({ endpoint: '/', tokn: 'x' });
    // @ts-expect-error
    SparkIndexedDB.allow({ shop: 'orders' });
    export {};`,
  );
  execFileSync(
    TSC,
    [
      '--noEmit',
      '--strict',
      '--target',
      'es2022',
      '--module',
      'nodenext',
      '--lib',
      'es2022,dom',
      '--types',
      '',
      right,
      wrong,
    ],
    { cwd: app, stdio: 'inherit' },
  );
});
