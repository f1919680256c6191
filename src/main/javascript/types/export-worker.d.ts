// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The stores of a database: names, or for each name `true` or a function that gives what may leave of a record; null or
 * undefined: nothing.
 */
export type Stores = readonly string[] | Readonly<Record<string, true | ((record: any) => unknown)>>;

declare global {
  /** Here once the export worker is loaded, in the app's service worker. */
  var SparkIndexedDB: {
    /**
     * Says which stores may leave the browser, by database; without it none may. Throws a TypeError for anything else.
     */
    allow(rules: Readonly<Record<string, Stores>>): void;
  };
}
