// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { parseArgs } from 'node:util';

/** What can be measured, in the order in which it is. */
export const PARTS = ['reads', 'recipes', 'growth', 'agent'];

const USAGE = `\
Usage: examples/benchmark/run [--records N] [--runs N] [--only PART,…] [--gigabytes N] [--out FILE] [--profile DIR]

Reads one store in a headless Chromium in every way, side by side, and prints medians. Takes about a quarter of an hour.

  --records N    records in the store; default 200000 (growth is measured with a quarter, once and five times as many)
  --runs N       how often each way is measured after a warm-up; default 5
  --only PART,…  leaves the others out: reads (the browser's own limit and Spark), recipes (CSV, JSON lines and
                 dexie-export-import beside them), growth, agent (simulated browsers through the agent)
  --gigabytes N  the larger of the two amounts sent through the agent alone; default 10, the smaller is a tenth
  --out FILE     where the figures go, as JSON; default target/benchmark.json. The chart goes beside it, as SVG
  --profile DIR  also writes profiles of browser, agent and Spark during full reads
  --help         prints this
`;

/**
 * @param {string[]} args
 * @returns {{records: number, runs: number, parts: Set<string>, gigabytes: number, out: string, profile?: string}}
 */
export function optionsOf(args) {
  const options = Object.fromEntries(
    ['records', 'runs', 'only', 'gigabytes', 'out', 'profile'].map((name) => [name, { type: 'string' }]),
  );
  let values;
  try {
    ({ values } = parseArgs({ args, options: { ...options, help: { type: 'boolean' } } }));
  } catch (e) {
    refuse(e.message.split('. ')[0]);
  }
  if (values.help) {
    process.stdout.write(USAGE);
    process.exit(0);
  }
  return {
    records: number(values, 'records', 200_000, 100),
    runs: number(values, 'runs', 5, 1),
    parts: partsOf(values.only ?? PARTS.join(',')),
    gigabytes: number(values, 'gigabytes', 10, 0.01),
    out: values.out ?? 'target/benchmark.json',
    profile: values.profile,
  };
}

function number(values, name, otherwise, least) {
  const value = Number(values[name] ?? otherwise);
  if (!(value >= least && value <= 1e9)) refuse(`'--${name}' is '${values[name]}', not a number of ${least} or more`);
  return value;
}

function partsOf(only) {
  const parts = new Set(only.split(','));
  for (const part of parts) {
    if (!PARTS.includes(part)) refuse(`'--only' names '${part}', which is none of ${PARTS.join(', ')}`);
  }
  return parts;
}

function refuse(why) {
  process.stderr.write(`benchmark: ${why}.\n${USAGE}`);
  process.exit(2);
}
