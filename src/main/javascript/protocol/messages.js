// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { MisfitJson, Type } from './protocol.js' */
import * as ErrorCode from './error-codes.js';

/**
 * What the errors of the export worker say. The agent writes these sentences, from the code and what the worker tells
 * (`FailureMessages` in Java, held equal by shared vectors): the files for browsers are built without this module's.
 */

/** @typedef {(args: any[]) => string} Template */

/** @param {string[]} place */
const nameOfPlace = ([database, store]) =>
  store === undefined ? `database '${database}'` : `store '${store}' of database '${database}'`;

/** @type {Template} */
const notFound = ([place, ...available]) =>
  `Cannot read ${nameOfPlace(place)}: there is none. ` +
  (available.length > 0 ? `Choose one of: ${available.join(', ')}.` : 'The app allows nothing that exists.');

/** What helps where the browser itself cannot. */
const RESTART = 'Restart the browser';

/** @type {Template} */
const busy = ([name, culprit, error]) => {
  const why = error?.replace(/\.$/, '');
  const wait = 'Wait until the app has done its upgrades';
  switch (culprit) {
    case 'tabs':
      return (
        `Cannot read database '${name}': the app upgrades or deletes it. ` +
        "Wait until it has, or close the app's other tabs"
      );
    case 'transaction':
      return `Cannot read database '${name}': the app writes into it. Wait until it has`;
    case 'browser':
      return `Cannot read database '${name}': ${why}. ${RESTART}`;
    case 'upgrade':
      return `Cannot read store '${name}': its database was upgraded meanwhile. ${wait}`;
    default:
      return `Cannot read database '${name}': ${why}. ${why?.startsWith('UnknownError') ? RESTART : wait}`;
  }
};

/** @type {Record<string, Template>} */
export const TEMPLATES = {
  [ErrorCode.BAD_MESSAGE]: ([what, shown]) =>
    `Cannot serve a request: its '${what}' is ${shown}. Use an agent of the same version.`,
  [ErrorCode.DATABASE_BUSY]: (args) => `${busy(args)}, and run the read again.`,
  [ErrorCode.DATABASE_NOT_FOUND]: notFound,
  [ErrorCode.INDEX_NOT_FOUND]: ([index, store]) =>
    `Cannot read index '${index}' of store '${store}': it is no longer what the scan was planned with. ` +
    'Run the query again.',
  [ErrorCode.RECORD_TOO_LARGE]: ([key, bytes, most]) =>
    `Cannot read the record with key ${key}: its ${bytes} bytes are more than ${most}. ` +
    'Leave its largest column out of the schema.',
  [ErrorCode.REDACTION_FAILED]: ([key, place, how]) =>
    `Cannot read the record with key ${key} in store '${place}': the app's function for it in ` +
    `SparkIndexedDB.allow(…) ` +
    `${how === 'threw' ? "failed: its error is in the browser's console" : 'gave a promise or a function'}. ` +
    `Correct it: it has to take every record, at once.`,
  [ErrorCode.STORE_NOT_ALLOWED]: ([place]) =>
    `Cannot read ${nameOfPlace(place)}: the app does not allow it. ` +
    `Add it to SparkIndexedDB.allow(…) in the app's service worker.`,
  [ErrorCode.STORE_NOT_FOUND]: notFound,
  [ErrorCode.STORE_REPLACED]: ([store]) =>
    `Cannot read store '${store}' any further: another seems to be in its place. Start the read anew.`,
  [ErrorCode.VALUE_DOES_NOT_FIT]: ([told]) =>
    `Cannot read ${inWords(told)}. Load it again with 'sampleSize=all', with a wider type in 'schemaHints' or the ` +
    "schema, or with 'mode=PERMISSIVE'.",
  [ErrorCode.WORKER_FAILED]: ([why]) =>
    `Cannot serve the request: the export worker failed with "${why}". Look into the browser's console.`,
};

/**
 * @param {string} code
 * @param {unknown[]} args
 * @returns {string} what the error says; nothing in a browser
 */
export function messageOf(code, args) {
  return TEMPLATES[code](args);
}

/** How values of a kind are called; the others are called after their class. */
const NAMES = /** @type {Record<string, string>} */ ({
  null: 'null',
  boolean: 'a boolean',
  string: 'a string',
  binary: 'binary data',
  object: 'an object',
});

/**
 * @param {MisfitJson} told
 * @returns {string} where which value does not fit what; in a browser what was told
 */
export function inWords(told) {
  const { path, source, key, place } = told;
  const way = path.reduce((to, step) => (typeof step === 'number' ? `${to}[${step}]` : `${to}.${step}`));
  const what = source === 'key' ? 'the key' : `field '${way}'`;
  return `${what} of the record with key ${key} in store '${place}': ${reasonOf(told)}`;
}

/** @param {MisfitJson} told */
function reasonOf(told) {
  const { kind, type, why } = told;
  const name = nameOfValue(told);
  if (type === undefined)
    return why === undefined ? `${name} has no fields, as the record should` : `the value has no form: ${why}`;
  const fits = `does not fit ${nameOfType(type)}`;
  if (why === 'twice') return `${name} as a second key of the same form ${fits}`;
  if (kind === 'map' && type instanceof Object && 'map' in type) return `${name} with a null key ${fits}`;
  if (kind === 'list' && typeof why === 'number') return `${name} ${fits}: it has ${why} places`;
  if (kind === 'date' && type === 'date') return `${name} ${fits}: it is not midnight in UTC`;
  return typeof why === 'string' ? `${name} ${fits}: ${why}` : `${name} ${fits}`;
}

/**
 * @param {MisfitJson} told
 * @returns {string} "the number 5.5", "a string"
 */
function nameOfValue({ kind, class: name, number }) {
  if (typeof number === 'number') return `a ${number}-digit bigint`;
  if (number !== undefined) return `the number ${kind === 'number' && number === '0' ? '-0' : number}`;
  if (name === '') return 'a record that the browser cannot read';
  return NAMES[kind] ?? `${'AEIOU'.includes(name[0]) ? 'an' : 'a'} ${name}`;
}

/**
 * @param {Type} type
 * @returns {string} the type as SQL spells it
 */
function nameOfType(type) {
  if (typeof type === 'string') return type;
  if ('decimal' in type) return `decimal(${type.decimal.join(',')})`;
  if ('array' in type) return `array<${nameOfType(type.array)}>`;
  if ('map' in type) return `map<${type.map.map(nameOfType).join(',')}>`;
  return `struct<${type.struct.map((field) => `${field.name}:${nameOfType(field.type)}`).join(',')}>`;
}
