// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

const HIGHEST = 2n ** 63n - 1n;
const LOWEST = -(2n ** 63n);

/**
 * Only the engine knows what its sums do beyond 64 bits, so it gets parts that it adds up itself.
 * @param {bigint | null} sum
 * @returns {(bigint | null)[]} the sum; one that does not fit 64 bits as several that do
 */
export function splitSum(sum) {
  if (sum === null) return [null];
  const parts = [];
  let rest = sum;
  for (; rest > HIGHEST; rest -= HIGHEST) parts.push(HIGHEST);
  for (; rest < LOWEST; rest -= LOWEST) parts.push(LOWEST);
  return [...parts, rest];
}
