// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartOf } from '../../../examples/benchmark/chart.js';
import { figuresOf, median, medians } from '../../../examples/benchmark/figures.js';
import { tableOf } from '../../../examples/benchmark/report.js';

const ABOUT = { records: 1000, runs: 3, browser: 'Chrome/1', spark: '3' };
const query = (readMs, bytes = 100) => ({
  ms: 50 + readMs,
  inferMs: 40,
  planMs: 10,
  readMs,
  bytes,
  longestBlockMs: 0,
  cpu: { agent: 0.1 },
});
const WAYS = {
  'limit, 500 a batch': [{ ms: 90 }, { ms: 80 }, { ms: 5000 }],
  'limit, 1000 a batch': [{ ms: 100 }, { ms: 100 }, { ms: 100 }],
  'limit, two workers': [{ ms: 1 }],
  ours: [query(117), query(9000), query(100)],
  'three columns': [query(99, 25)],
  'csv recipe': [{ ...query(300), exportMs: 150, ms: 500 }],
};

test('a median is the middle, whatever the outliers', () => {
  assert.equal(median([3, 1, 1000]), 3);
  assert.equal(median([4, 1, 1000, 2]), 3);
  assert.equal(median([]), null);
});

test('medians are taken number by number, inside objects too', () => {
  assert.deepEqual(
    medians([
      { ms: 1, cpu: { a: 5 } },
      { ms: 2, cpu: { a: 7 } },
      { ms: 9, cpu: { a: 6 } },
    ]),
    { ms: 2, cpu: { a: 6 } },
  );
});

test('the limit is the fastest batch size, and neither a worker nor a cursor', () => {
  assert.equal(figuresOf(ABOUT, { ways: WAYS, growth: [] }).ours_over_limit, 1.3);
});

test('what was not measured is null, not a number', () => {
  const figures = figuresOf(ABOUT, { ways: WAYS, growth: [] });
  assert.equal(figures.csv_over_ours, 2.99);
  assert.equal(figures.pruned_bytes_over_full, 0.25);
  for (const name of ['json_over_ours', 'dexie_over_ours', 'count_over_limit', 'agent_mb_per_s', 'growth_1m_over_200k'])
    assert.equal(figures[name], null, name);
});

test('the table has a line for each way, in one width', () => {
  const lines = tableOf(figuresOf(ABOUT, { ways: WAYS, growth: [] }))
    .split('\n')
    .slice(0, 8);
  assert.equal(new Set(lines.map(({ length }) => length)).size, 1, lines.join('\n'));
  assert.match(lines[5], /^\| ours .* 117 \|/);
});

test('the chart has a bar for each stage, inside its frame, with the limit in it', () => {
  const chart = chartOf(figuresOf(ABOUT, { ways: WAYS, growth: [] }));
  assert.match(chart, /^<svg [\s\S]*<\/svg>\n$/);
  assert.match(chart, />the browser alone</);
  assert.match(chart, />csv recipe</);
  const bars = [...chart.matchAll(/<rect x="([\d.]+)" y="\d+" width="([\d.]+)" height="20"/g)].map(
    ([, x, width]) => Number(x) + Number(width),
  );
  assert.equal(bars.length, 1 + 4 + 4);
  assert.ok(
    bars.every((end) => end <= 760 - 60),
    `bars end at ${bars}`,
  );
});

test('no name breaks the chart', () => {
  assert.match(chartOf(figuresOf({ ...ABOUT, browser: '<&>' }, { ways: WAYS, growth: [] })), /&#60;&#38;&#62;, Spark/);
});
