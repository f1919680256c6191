// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import * as ErrorCode from './error-codes.js';

/**
 * What the errors of the export worker say. The agent writes these sentences, from the code and what the worker tells
 * (`FailureMessages` in Java, held equal by shared vectors): the files for browsers are built without this module's.
 */

/** @typedef {(args: string[]) => string} Template */

/** @type {Template} */
const notFound = ([what, ...available]) =>
  `Cannot read ${what}: there is none. ` +
  (available.length > 0 ? `Choose one of: ${available.join(', ')}.` : 'The app allows nothing that exists.');

/**
 * What helps where an upgrade waits for a tab that does not let go, where the browser fails, and else.
 * @type {Record<string, string>}
 */
const FIRST = {
  tabs: "Close the app's other tabs",
  browser: 'Restart the browser',
  app: 'Wait until the app has done its upgrades',
};

/** @type {Record<string, Template>} */
export const TEMPLATES = {
  [ErrorCode.BAD_MESSAGE]: ([what, shown]) =>
    `Cannot serve a request: its '${what}' is ${shown}. Use an agent of the same version.`,
  [ErrorCode.DATABASE_BUSY]: ([what, why, culprit]) =>
    `Cannot read ${what}: ${why.replace(/\.$/, '')}. ${FIRST[culprit]}, and run the read again.`,
  [ErrorCode.DATABASE_NOT_FOUND]: notFound,
  [ErrorCode.INDEX_NOT_FOUND]: ([index, store]) =>
    `Cannot read index '${index}' of store '${store}': it is no longer what the scan was planned with. ` +
    'Run the query again.',
  [ErrorCode.RECORD_TOO_LARGE]: ([key, bytes, most]) =>
    `Cannot read the record with key ${key}: its ${bytes} bytes are more than ${most}. ` +
    'Leave its largest column out of the schema.',
  [ErrorCode.REDACTION_FAILED]: ([key, place, how]) =>
    `Cannot read the record with key ${key} in store '${place}': the app's function for it in ` +
    `SparkIndexedDB.allow(…) ${how}. Correct it: it has to take every record, at once.`,
  [ErrorCode.STORE_NOT_ALLOWED]: ([what]) =>
    `Cannot read ${what}: the app does not allow it. Add it to SparkIndexedDB.allow(…) in the app's service worker.`,
  [ErrorCode.STORE_NOT_FOUND]: notFound,
  [ErrorCode.STORE_REPLACED]: ([store]) =>
    `Cannot read store '${store}' any further: another seems to be in its place. Start the read anew.`,
  [ErrorCode.VALUE_DOES_NOT_FIT]: ([text]) =>
    `Cannot read ${text}. Load it again with 'sampleSize=all', with a wider type in 'schemaHints' or the schema, or ` +
    "with 'mode=PERMISSIVE'.",
  [ErrorCode.WORKER_FAILED]: ([why]) =>
    `Cannot serve the request: the export worker failed with "${why}". Look into the browser's console.`,
};

/**
 * @param {string} code
 * @param {string[]} args
 * @returns {string} what the error says; nothing in a browser
 */
export function messageOf(code, args) {
  return TEMPLATES[code](args);
}
