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

const [esbuild, terser, acorn] = await Promise.all(['esbuild', 'terser', 'acorn'].map((name) => import(name))).catch(
  () => fail("Cannot bundle the browser files: a library of package.json is not installed. Run '.ci/provision'."),
);

/** How many places are tried for functions and methods: more take longer, and save ever less. */
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
  const properties = { regex: new RegExp(`^(${memberNames(text).join('|')})$`) };
  const options = { module: format === 'esm', toplevel: true, ecma: 2020, compress, mangle: { properties } };
  const { code } = await terser.minify(text, options);
  return placed(code);
}

/**
 * @param {string} code
 * @returns {string[]} what members of classes are called and nothing else is, neither a key of an object, which may be
 *   an app's or a message's, nor a text; of these Terser keeps those that the platform has
 */
function memberNames(code) {
  const members = new Set();
  const others = new Set();
  const visit = (/** @type {any} */ node) => {
    const isMember = node.type === 'MethodDefinition' || node.type === 'PropertyDefinition';
    // What is private has a short name already.
    if (isMember && node.key.type === 'Identifier') members.add(node.key.name);
    if (node.type === 'Property') others.add(node.key.name);
    if (node.type === 'Literal') others.add(node.value);
    for (const child of Object.values(node).flat()) if (child?.type) visit(child);
  };
  visit(acorn.parse(code, { ecmaVersion: 'latest', sourceType: 'module' }));
  return [...members].filter((name) => !others.has(name) && name !== 'constructor');
}

/**
 * Functions side by side and the methods of a class may stand in any order, and gzip finds what is alike only where it
 * is near: moves one at a time, and keeps what makes the file smaller. The same text always gives the same file.
 * @param {string} code
 */
function placed(code) {
  const sizeOf = (/** @type {string[][]} */ parts) => gzipSync(parts.flat().join(''), { level: 9 }).length;
  let best = parted(code);
  // The more places a part has, the more often it is its turn.
  const turns = best.flatMap((part, i) => (part.length > 1 ? part.map(() => i) : []));
  let size = sizeOf(best);
  let seed = 5;
  // The generator of Park and Miller.
  const random = (/** @type {number} */ bound) => {
    seed = (seed * 48_271) % 0x7fffffff;
    return seed % bound;
  };
  for (let i = 0; i < PLACES_TRIED; i++) {
    const turn = turns[random(turns.length)];
    const moved = [...best[turn]];
    moved.splice(random(moved.length), 0, ...moved.splice(random(moved.length), 1));
    const parts = best.with(turn, moved);
    const tried = sizeOf(parts);
    if (tried <= size) [best, size] = [parts, tried];
  }
  return best.flat().join('');
}

/**
 * @param {string} code
 * @returns {string[][]} all of it in order; what is in a part may stand in any order
 */
function parted(code) {
  /** @type {string[][]} */
  const parts = [];
  let end = 0;
  const visit = (/** @type {any} */ node) => {
    for (const run of runsOf(node.body)) {
      parts.push(
        [code.slice(end, run[0].start)],
        run.map((each) => code.slice(each.start, each.end)),
      );
      end = run[run.length - 1].end;
    }
    for (const child of Object.values(node).flat()) if (child?.type && child.start >= end) visit(child);
  };
  visit(acorn.parse(code, { ecmaVersion: 'latest', sourceType: 'module' }));
  return [...parts, [code.slice(end)]];
}

/**
 * @param {any} body of a class, a function or the file
 * @returns {{start: number, end: number}[][]} its functions or methods that stand side by side
 */
function runsOf(body) {
  /** @type {any[][]} */
  const runs = [[]];
  for (const each of Array.isArray(body) ? body : []) {
    const moves = each.type === 'FunctionDeclaration' || (each.type === 'MethodDefinition' && !each.computed);
    if (!moves) runs.push([]);
    else if (runs[runs.length - 1].at(-1)?.end === each.start) runs[runs.length - 1].push(each);
    else runs.push([each]);
  }
  return runs.filter(({ length }) => length > 1);
}

/** @param {string} sentence */
function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
