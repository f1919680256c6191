// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { limitOf } from './figures.js';

const [WIDTH, LEFT, RIGHT, TOP, ROW, BAR] = [760, 190, 70, 78, 34, 20];
const STAGES = [
  ['exportMs', 'export to a file', '#b8b2a7'],
  ['inferMs', 'inference', '#e0a458'],
  ['planMs', 'planning', '#8c6a9e'],
  ['readMs', 'reading', '#2f6f8f'],
];
const LIMIT = '#4c8c4a';

/**
 * Seconds from end to end of each way to read all records, as bars in their stages.
 * @param {any} figures as `figuresOf` makes them, with at least one way measured
 * @returns {string} SVG
 */
export function chartOf(figures) {
  const bars = barsOf(figures.measurements.ways);
  const longest = Math.max(...bars.map(({ stages }) => sum(stages)), 1);
  const scale = (WIDTH - LEFT - RIGHT) / longest;
  const height = TOP + bars.length * ROW + 20;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" ` +
      'font-family="sans-serif" font-size="13" role="img">',
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    text(
      16,
      24,
      `${figures.records.toLocaleString('en')} records from IndexedDB into Spark, in seconds`,
      'font-size="16" font-weight="bold"',
    ),
    text(
      16,
      44,
      `${figures.browser}, Spark ${figures.spark}; medians of ${figures.runs}; shorter is better`,
      'fill="#555"',
    ),
    legend(),
    ...bars.map((bar, at) => drawn(bar, TOP + at * ROW, scale)),
    '</svg>\n',
  ].join('\n');
}

/** The ways that read everything, from fastest to slowest. */
function barsOf(ways) {
  const medians = Object.fromEntries(Object.entries(ways).map(([name, { median }]) => [name, median]));
  const limit = limitOf(medians);
  const limits = limit ? [{ name: 'the browser alone', stages: [['', limit[1].ms, LIMIT]] }] : [];
  const others = ['ours', 'csv recipe', 'json recipe', 'dexie-export-import']
    .filter((name) => medians[name])
    .map((name) => ({
      name: name === 'ours' ? 'spark-indexeddb' : name,
      stages: STAGES.map(([stage, , colour]) => [stage, medians[name][stage] ?? 0, colour]),
    }));
  return [...limits, ...others].sort((a, b) => sum(a.stages) - sum(b.stages));
}

function drawn({ name, stages }, y, scale) {
  let x = LEFT;
  const parts = stages.map(([, ms, colour]) => {
    const width = (ms * scale).toFixed(1);
    const part = `<rect x="${x.toFixed(1)}" y="${y}" width="${width}" height="${BAR}" fill="${colour}"/>`;
    x += ms * scale;
    return part;
  });
  return [
    text(LEFT - 10, y + 15, name, 'text-anchor="end"'),
    ...parts,
    text(x + 8, y + 15, (sum(stages) / 1000).toFixed(2)),
  ].join('\n');
}

function legend() {
  const entries = [['', 'records, each value touched', LIMIT], ...STAGES];
  let x = 16;
  return entries
    .map(([, label, colour]) => {
      const box = `<rect x="${x}" y="55" width="10" height="10" fill="${colour}"/>`;
      const entry = `${box}${text(x + 15, 64, label, 'font-size="11"')}`;
      x += 30 + label.length * 6;
      return entry;
    })
    .join('\n');
}

function sum(stages) {
  return stages.reduce((total, [, ms]) => total + ms, 0);
}

function text(x, y, words, attributes = '') {
  const escaped = words.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<text x="${x.toFixed(0)}" y="${y}" ${attributes}>${escaped}</text>`;
}
