// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

const began = performance.now();

/** Tells what is being done, and after how many seconds. */
export function say(sentence) {
  process.stderr.write(
    `benchmark: ${String(Math.round((performance.now() - began) / 1000)).padStart(4)} s  ${sentence}\n`,
  );
}
