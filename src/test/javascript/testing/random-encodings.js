// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import './platform.js';
import { encodingOf } from './encodings.js';
import { Random } from './random.js';

/**
 * Prints random vectors, a line each: node random-encodings.js <seed> <count>. What a line does not tell apart is not
 * among them: boxed primitives, and the classes of binary data other than Uint8Array.
 */

const [seed, count] = process.argv.slice(2).map(Number);
process.env.SEED = String(seed);
const random = new Random(/** @type {any} */ ({ diagnostic() {} }));

const SCALARS = [
  ...['boolean', 'tinyint', 'smallint', 'int', 'bigint', 'float', 'double', 'string', 'text', 'json', 'binary'],
  ...['date', 'timestamp', 'timestamp_ntz'],
];
const NAMES = ['a', 'b', 'name', '$a', '$$b', '', '7', 'toString', '__proto__', 'é\ufffd', 'x"y', '10'];
const DAY = 86_400_000;

/** @param {number} levels @returns {any} */
function randomType(levels) {
  switch (levels > 0 ? random.below(8) : 7) {
    case 0:
      return { array: randomType(levels - 1) };
    case 1:
      return { map: [random.below(2) === 0 ? 'string' : randomType(levels - 1), randomType(levels - 1)] };
    case 2:
      return { struct: randomNames(4).map((name) => ({ name, type: randomType(levels - 1) })) };
    case 3:
      return {
        decimal: random.of([
          [4, 2],
          [38, 0],
          [38, 38],
          [20, 6],
          [10, 0],
        ]),
      };
    default:
      return random.of(SCALARS);
  }
}

/** @param {number} most */
function randomNames(most) {
  return [...new Set(Array.from({ length: 1 + random.below(most) }, () => random.of(NAMES)))];
}

const bytes = () => Uint8Array.from({ length: random.below(5) }, () => random.below(256));
const bigint = () => random.of([1n, -1n, BigInt(random.below(2 ** 31))]) * 10n ** BigInt(random.below(45));
const date = () =>
  new Date(random.of([NaN, 0, -DAY, random.below(4e9) * 1000 + 1, 8.64e15, -8.64e15, -62198755200000]));
const list = (/** @type {number} */ levels) => Array.from({ length: random.below(4) }, () => randomValue(levels - 1));
const error = () => Object.assign(new (random.of([Error, TypeError]))(random.string()), { stack: 'at x' });
const file = () =>
  random.of([new Blob([random.string()], { type: 'a/b' }), new File(['x'], random.string(), { lastModified: 7 })]);

/** @returns {any} */
function typedArray() {
  return random.of([
    () => Int8Array.from(bytes()),
    () => Uint16Array.of(65535),
    () => Float32Array.of(0.5, NaN, -0, random.number()),
    () => Float64Array.of(random.number()),
    () => BigInt64Array.of(-1n),
    () => BigUint64Array.of(2n ** 64n - 1n),
    bytes,
  ])();
}

/** @param {number} levels @returns {any} */
function randomValue(levels) {
  const leaves = [
    () => random.of([null, undefined]),
    () => random.below(2) === 0,
    () => random.number(),
    () => random.below(300) - 150,
    () => random.below(10000) / 100,
    () => random.string(),
    bigint,
    date,
    bytes,
    () => new RegExp(random.of(['a+', 'é/"', '\\n']), random.of(['', 'gi'])),
    error,
    file,
    () => new URL('http://localhost'),
  ];
  const nested = [
    () => list(levels),
    () => new Set(list(levels)),
    () => new Map(list(levels).map((key) => [key, randomValue(levels - 1)])),
    () => Object.fromEntries(randomNames(5).map((name) => [name, randomValue(levels - 1)])),
    typedArray,
  ];
  return random.of(levels > 0 && random.below(3) === 0 ? nested : leaves)();
}

/** A value that fits most of the time. @param {any} type @returns {any} */
function fittingValue(type) {
  if (random.below(25) === 0) return randomValue(2);
  if (random.below(10) === 0) return random.of([null, undefined, new Date(NaN)]);
  const each = (/** @type {any} */ of) => Array.from({ length: random.below(4) }, () => fittingValue(of));
  if (type.array) {
    if (SCALARS.indexOf(type.array) > 0 && random.below(4) === 0) return typedArray();
    return random.below(3) === 0 ? new Set(each(type.array)) : each(type.array);
  }
  if (type.map) {
    if (type.map[0] === 'string' && random.below(2) === 0)
      return Object.fromEntries(randomNames(3).map((name) => [name, fittingValue(type.map[1])]));
    return new Map(each(type.map[0]).map((key) => [key ?? 'k', fittingValue(type.map[1])]));
  }
  if (type.struct) return structOf(type.struct);
  if (type.decimal) return random.of([random.below(1000), random.below(1000) / 8, BigInt(random.below(100)), 0.01]);
  return leafOf(type);
}

/** @param {{name: string, type: any}[]} fields @returns {any} */
function structOf(fields) {
  if (random.below(12) === 0) return random.of([error, file])();
  const given = fields.filter(() => random.below(5) > 0).map(({ name, type }) => [name, fittingValue(type)]);
  const others = random.below(2) === 0 ? [['other', randomValue(1)]] : [];
  const entries = [...given, ...others];
  return Object.fromEntries(random.below(3) === 0 ? entries.reverse() : entries);
}

/** @param {string} type @returns {any} */
function leafOf(type) {
  const number = random.number();
  const leaves = {
    boolean: random.below(2) === 0,
    tinyint: random.below(256) - 128,
    smallint: random.of([32767, -32768, 7n]),
    int: random.below(2 ** 32) - 2 ** 31,
    bigint: random.of([random.below(2 ** 31), Number.MAX_SAFE_INTEGER, 2n ** 63n - 1n, -(2n ** 63n)]),
    float: Math.fround(number),
    double: number,
    string: random.string(),
    binary: bytes(),
    date: new Date(DAY * (random.below(100000) - 50000)),
    timestamp: date(),
    timestamp_ntz: date(),
  };
  return type in leaves ? leaves[type] : randomValue(2);
}

function randomKey() {
  const key = random.of([
    () => random.string(),
    () => Math.trunc(random.number()) || 0,
    () => (random.next() - 0.5) * 10 ** (random.below(60) - 30),
    () => new Date(random.below(2 ** 31)),
    () => bytes().buffer,
    () => [random.below(9), random.string()],
  ])();
  return typeof key === 'number' && Object.is(key, -0) ? 0 : key;
}

function randomColumn(/** @type {string} */ name) {
  if (random.below(8) === 0)
    return {
      name,
      type: random.of(['double', 'string', 'timestamp', 'binary', 'json', 'text', 'bigint']),
      source: 'key',
    };
  return random.below(12) === 0 ? { name, type: randomType(2), source: 'value' } : { name, type: randomType(3) };
}

function randomCase() {
  const mode = random.of(['FAILFAST', 'PERMISSIVE', 'DROPMALFORMED']);
  const format = random.of(['arrow', 'arrow', 'ndjson', 'csv']);
  const table = randomNames(6).map(randomColumn);
  const columns = table.filter(() => random.below(4) > 0);
  if (mode === 'PERMISSIVE' && random.below(2) === 0)
    columns.splice(
      random.below(columns.length + 1),
      0,
      /** @type {any} */ ({ name: '_c', type: 'string', source: 'corrupt' }),
    );
  if (format === 'csv') columns.push({ name: '_1', type: 'int' }, { name: '_2', type: 'text' });
  const fields = table.filter((column) => column.source === undefined);
  // Of several that do not fit, which one fails a batch depends on how batches are cut.
  const length = mode === 'FAILFAST' ? 1 : 1 + random.below(12);
  const values = Array.from({ length }, () => (random.below(12) === 0 ? randomValue(2) : structOf(fields)));
  return { columns, judged: table, mode, format, values, keys: values.map(randomKey) };
}

for (let i = 0; i < count; i++) console.log(JSON.stringify(await encodingOf(randomCase())));
