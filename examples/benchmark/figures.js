// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * One measured run of one way: `ms` from end to end and whatever else is known, numbers by name.
 * @typedef {{ms: number, cpu?: Record<string, number>} & Record<string, any>} Sample
 */

export function median(numbers) {
  if (numbers.length === 0) return null;
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * @param {Sample[]} samples of one way
 * @returns {Sample} the median of each number
 */
export function medians(samples) {
  const names = new Set(samples.flatMap((sample) => Object.keys(sample)));
  /** @type {any} */
  const result = {};
  for (const name of names) {
    const values = samples.map((sample) => sample[name]);
    if (typeof values[0] === 'number') result[name] = median(values);
    else if (values[0] && typeof values[0] === 'object') result[name] = medians(values.map((value) => value ?? {}));
  }
  return result;
}

/** The fastest batch size of the browser's own reading; undefined if it was not measured. */
export function limitOf(ways) {
  const sized = Object.entries(ways).filter(([name]) => /^limit, \d/.test(name));
  return sized.sort(([, a], [, b]) => a.ms - b.ms)[0];
}

/**
 * The figures of a run, as they are published: ratios of medians on top, null for what was left out.
 * @param {{records: number, runs: number, browser: string, spark: string}} about
 * @param {{ways: Record<string, Sample[]>, growth: Sample[], agent?: {small: Sample[], large: Sample}}} measured
 */
export function figuresOf(about, { ways: samples, growth, agent }) {
  const ways = Object.fromEntries(Object.entries(samples).map(([name, all]) => [name, medians(all)]));
  const limit = limitOf(ways)?.[1].ms;
  const { ours } = ways;
  return {
    ...about,
    ours_over_limit: ratio(ours?.readMs, limit),
    csv_over_ours: ratio(ways['csv recipe']?.ms, ours?.ms),
    json_over_ours: ratio(ways['json recipe']?.ms, ours?.ms),
    dexie_over_ours: ratio(ways['dexie-export-import']?.ms, ours?.ms),
    index_1pct_over_limit: ratio(afterInference(ways['index, 1 %']), limit),
    count_over_limit: ratio(afterInference(ways.count), limit),
    pruned_over_full: ratio(ways['three columns']?.readMs, ours?.readMs),
    pruned_bytes_over_full: ratio(ways['three columns']?.bytes, ours?.bytes),
    groupby_bytes_over_full: ratio(ways['group by']?.bytes, ours?.bytes),
    agent_mb_per_s: agent ? Math.round(median(agent.small.map(({ mbPerSecond }) => mbPerSecond))) : null,
    growth_1m_over_200k: growth.length === 3 ? ratio(growth[2].readMs, growth[1].readMs) : null,
    longest_block_ms: ours ? ours.longestBlockMs : null,
    measurements: {
      ways: Object.fromEntries(Object.entries(samples).map(([name, runs]) => [name, { median: ways[name], runs }])),
      growth,
      agent: agent ?? null,
    },
  };
}

function afterInference(way) {
  return way && way.planMs + way.readMs;
}

function ratio(a, b) {
  return a === undefined || a === null || !b ? null : Number((a / b).toPrecision(3));
}
