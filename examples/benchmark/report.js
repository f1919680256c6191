// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** The figures as text: what people read first. */
export function tableOf(figures) {
  const { ways, growth, agent } = figures.measurements;
  return [waysTable(ways, figures.records), growthTable(growth), agentTable(agent), ratiosTable(figures)]
    .filter(Boolean)
    .join('\n');
}

function waysTable(ways, records) {
  const rows = Object.entries(ways).map(([name, { median, runs }]) => {
    const times = runs.map(({ ms }) => ms);
    return [
      name,
      ms(median.ms),
      `${ms(Math.min(...times))} to ${ms(Math.max(...times))}`,
      thousands(records / median.ms),
      ...parts(median),
      megabytes(median.bytes),
      cpu(median.cpu),
    ];
  });
  const head = [
    'way',
    'ms',
    'fastest to slowest',
    'records/ms',
    'export',
    'inference',
    'planning',
    'reading',
    'MB',
    'CPU s: browser + agent + Spark',
  ];
  return rows.length > 0 && table(head, rows);
}

function growthTable(growth) {
  const head = ['records', 'inference', 'planning', 'reading', 'records/ms', 'agent, most MiB', 'Spark, most MiB'];
  const rows = growth.map((size) => [
    String(size.records),
    ms(size.inferMs),
    ms(size.planMs),
    ms(size.readMs),
    thousands(size.records / size.readMs),
    String(size.agentMebibytes ?? ''),
    String(size.sparkMebibytes ?? ''),
  ]);
  return rows.length > 0 && table(head, rows);
}

function agentTable(agent) {
  if (!agent) return undefined;
  const head = [
    'agent alone, GB',
    'MB/s',
    'disk alone, MB/s',
    'heap at the end, MiB',
    'heap after any collection, most MiB',
    'resident, most MiB',
  ];
  const rows = [...agent.small, agent.large].map((run) => [
    String(run.gigabytes),
    run.mbPerSecond.toFixed(0),
    run.diskMbPerSecond.toFixed(0),
    String(run.heapMebibytes ?? ''),
    String(run.mostHeapMebibytes ?? ''),
    String(run.peakMebibytes ?? ''),
  ]);
  return table(head, rows);
}

function ratiosTable(figures) {
  const rows = Object.entries(figures)
    .filter(([, value]) => typeof value === 'number' || value === null)
    .map(([name, value]) => [name, value === null ? 'not measured' : String(value)]);
  return table(['figure', ''], rows);
}

function parts({ exportMs, inferMs, planMs, readMs }) {
  return [exportMs, inferMs, planMs, readMs].map((part) => (part === undefined ? '' : ms(part)));
}

function cpu(seconds) {
  if (!seconds) return '';
  const browser = Object.entries(seconds)
    .filter(([name]) => name.startsWith('browser'))
    .reduce((sum, [, value]) => sum + value, 0);
  return [browser, seconds.agent ?? 0, seconds.spark ?? 0].map((value) => value.toFixed(1)).join(' + ');
}

function ms(value) {
  return value.toFixed(0);
}

function thousands(value) {
  return value.toFixed(value < 10 ? 1 : 0);
}

function megabytes(bytes) {
  return bytes === undefined ? '' : (bytes / 1e6).toFixed(1);
}

/** As Markdown, which reads well as text, too. */
function table(head, rows) {
  const widths = head.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at].length)));
  const line = (cells) =>
    `| ${cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join(' | ')} |`;
  const rules = widths.map((width, at) => (at === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`));
  const rule = `|${rules.join('|')}|`;
  return [line(head), rule, ...rows.map(line), ''].join('\n');
}
