// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Bundles the two files that a browser loads: `node build.js --out DIR [--minify]`.
 *
 * `export-worker.js` has neither import nor export, so that it loads as a classic script and as a module;
 * `page-link.js` is a module.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';

const { values } = parseArgs({ options: { out: { type: 'string' }, minify: { type: 'boolean', default: false } } });
if (values.out === undefined) fail('Cannot bundle the browser files: --out is missing. Name a folder with --out DIR.');

const [esbuild, terser] = await Promise.all([import('esbuild'), import('terser')]).catch(() => []);
if (!esbuild || !terser) {
  fail(
    'Cannot bundle the browser files: esbuild or terser is missing from src/main/javascript/node_modules. ' +
      "Run '.ci/provision'.",
  );
}

/** How many places are tried for functions: more take longer, and save ever less. */
const PLACES_TRIED = 12_000;

/** @type {import('esbuild').Plugin} the agent writes the sentences of the worker's errors */
const withoutMessages = {
  name: 'without-messages',
  setup: (build) =>
    build.onLoad({ filter: /protocol.messages\.js$/ }, () => ({
      contents: "export const messageOf = () => '', inWords = (told) => told;",
    })),
};

const common = {
  absWorkingDir: import.meta.dirname,
  bundle: true,
  charset: 'utf8',
  legalComments: 'none',
  minify: values.minify,
  target: ['chrome111', 'firefox115', 'safari16.4'],
  write: false,
  logLevel: 'error',
  plugins: [withoutMessages],
};
await Promise.all([bundle('export-worker.js', 'iife'), bundle('page-link.js', 'esm')]);

/**
 * @param {string} name of the entry and of the file
 * @param {'iife' | 'esm'} format
 */
async function bundle(name, format) {
  // Why it failed esbuild itself has said.
  const {
    outputFiles: [{ text }],
  } = await esbuild.build({ ...common, entryPoints: [name], format }).catch(() => process.exit(1));
  await mkdir(values.out, { recursive: true });
  await writeFile(resolve(values.out, name), values.minify ? await smaller(text, format) : text);
}

/**
 * What esbuild leaves to save: it looks at each statement once, Terser at all of them until nothing more can go.
 * Functions side by side and comparisons in one order repeat more, so that gzip finds more. Arrows are safe, as no
 * function here is called with `new`.
 * @param {string} text
 * @param {'iife' | 'esm'} format
 */
async function smaller(text, format) {
  const compress = {
    passes: 4,
    keep_fargs: false,
    hoist_funs: true,
    lhs_constants: false,
    inline: 1,
    unsafe_arrows: true,
  };
  const { code } = await terser.minify(text, { module: format === 'esm', toplevel: true, ecma: 2020, compress });
  return placed(code);
}

/**
 * Functions may stand in any order, and gzip finds what is alike only where it is near: moves one at a time, and keeps
 * what makes the file smaller. The same text always gives the same file.
 * @param {string} code
 */
async function placed(code) {
  const { start, functions, end } = await parted(code);
  const sizeOf = (/** @type {string[]} */ parts) => gzipSync(start + parts.join('') + end, { level: 9 }).length;
  let best = functions;
  let size = sizeOf(best);
  let seed = 5;
  // The generator of Park and Miller.
  const random = () => {
    seed = (seed * 48_271) % 0x7fffffff;
    return seed % functions.length;
  };
  for (let i = 0; i < PLACES_TRIED; i++) {
    const moved = [...best];
    moved.splice(random(), 0, ...moved.splice(random(), 1));
    const tried = sizeOf(moved);
    if (tried <= size) [best, size] = [moved, tried];
  }
  return start + best.join('') + end;
}

/**
 * @param {string} code
 * @returns {Promise<{start: string, functions: string[], end: string}>} its functions that stand side by side, and what
 *   is around them
 */
async function parted(code) {
  const asItIs = { compress: false, mangle: false };
  const { ast: program } = await terser.minify(code, { ...asItIs, format: { spidermonkey: true, code: false } });
  const { body } = program.body.at(-1).expression?.callee.body ?? program;
  const functions = await Promise.all(
    body
      .filter(({ type }) => type === 'FunctionDeclaration')
      .map((each) => terser.minify({ type: 'Program', body: [each] }, { ...asItIs, parse: { spidermonkey: true } })),
  );
  const texts = functions.map((each) => each.code);
  const start = code.indexOf(texts[0]);
  const all = texts.join('');
  if (!code.startsWith(all, start)) fail('Cannot bundle the browser files: their functions do not stand side by side.');
  return { start: code.slice(0, start), functions: texts, end: code.slice(start + all.length) };
}

/** @param {string} sentence */
function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
