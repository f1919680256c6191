// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Bundles the two files that a browser loads: `node build.js --out DIR [--minify]`.
 *
 * `export-worker.js` has neither import nor export, so that it loads as a classic script and as a module; `page-link.js` is a module.
 */
import { parseArgs } from 'node:util';
import { resolve } from 'node:path';

const { values } = parseArgs({ options: { out: { type: 'string' }, minify: { type: 'boolean', default: false } } });
if (values.out === undefined) fail('Cannot bundle the browser files: --out is missing. Name a folder with --out DIR.');

const esbuild = await import('esbuild').catch(() => null);
if (esbuild === null) fail("Cannot bundle the browser files: esbuild is missing from src/main/javascript/node_modules. Run '.ci/provision'.");

const common = {
  absWorkingDir: import.meta.dirname,
  bundle: true,
  charset: 'utf8',
  legalComments: 'none',
  minify: values.minify,
  banner: { js: '// spark-indexeddb, Apache-2.0; contains Flechette, BSD-3-Clause.' },
  target: ['chrome111', 'firefox115', 'safari16.4'],
  logLevel: 'error',
};
const results = await Promise.allSettled([
  esbuild.build({ ...common, entryPoints: ['export-worker.js'], format: 'iife', outfile: outfile('export-worker.js') }),
  esbuild.build({ ...common, entryPoints: ['page-link.js'], format: 'esm', outfile: outfile('page-link.js'), banner: undefined }),
]);
// esbuild itself has said why.
if (results.some(({ status }) => status === 'rejected')) process.exit(1);

/** @param {string} name */
function outfile(name) {
  return resolve(values.out, name);
}

/** @param {string} sentence */
function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
