// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, relay } from './agent.js';
import { Browser } from './browser.js';
import { build } from './build.js';
import { chartOf } from './chart.js';
import { figuresOf, medians } from './figures.js';
import { optionsOf } from './options.js';
import { cpuSeconds, difference, forgetPeak, peakMebibytes, stopAll } from './processes.js';
import { profiled } from './profile.js';
import { say } from './progress.js';
import { tableOf } from './report.js';
import { Spark } from './spark.js';
import { limits, queries, query, recipes, verify } from './ways.js';

/** Rounds before those that count, in which JVMs and browser compile. */
const WARM_UP = 3;

/** Records written by one command to the page. */
const STEP = 20_000;

const here = import.meta.dirname;
const options = optionsOf(process.argv.slice(2));
options.out = resolve(options.out);
options.profile &&= resolve(options.profile);
process.chdir(join(here, '../..'));
mkdirSync('target', { recursive: true });
const folder = mkdtempSync(resolve('target/benchmark-'));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => end(130));
await measure().then(
  () => end(0),
  (e) => {
    process.stderr.write(`benchmark: ${e.stack ?? e}\n`);
    return end(1);
  },
);

async function measure() {
  const jars = build(here);
  const scene = await sceneOf(jars);
  const about = {
    records: options.records,
    runs: options.runs,
    browser: scene?.browser.name ?? null,
    spark: scene?.spark.version ?? null,
  };
  const measured = { ways: {}, growth: [], agent: undefined };
  // Figures are written part by part, so that a run that is stopped leaves what it has.
  const write = () => writeFigures(figuresOf(about, measured));
  if (scene) {
    measured.ways = await measureWays(scene);
    write();
    if (options.parts.has('growth')) measured.growth = await measureGrowth(scene);
    write();
    if (options.profile) await profiled(scene, options.profile, () => query(scene, 'SELECT * FROM store'));
  }
  await stopAll();
  scene?.browser.close();
  if (options.parts.has('agent'))
    measured.agent = await relay({ here, folder, jar: jars.agent, classPath: jars.classPath, ...options });
  console.log(tableOf(write()));
  console.log(`benchmark: ok, figures in ${options.out}`);
}

/** Agent, browser and Spark, and the store; nothing if only the agent alone is to be measured. */
async function sceneOf({ agent: jar, connector, classPath }) {
  if (options.parts.size === 1 && options.parts.has('agent')) return undefined;
  const { records } = options;
  const database = `r${records}`;
  const [agent, browser, spark] = [new Agent(), new Browser(here, folder), new Spark()];
  await agent.start({ jar, folder });
  await browser.start({ agent: agent.endpoint, databases: sizes().map((size) => `r${size}`) });
  say(`writing ${records} records into ${browser.name}`);
  await seed(browser, database, records);
  await spark.start({ here, folder, connector, classPath });
  while (!(await agent.linked())) await sleep(50);
  const scene = { agent, browser, spark, database, records };
  await verify(scene);
  return scene;
}

async function seed(browser, database, records) {
  for (let from = 0; from < records; from += STEP) {
    await browser.ask('seed', database, from, Math.min(records, from + STEP));
    if (from > 0 && from % (10 * STEP) === 0) say(`${from} of ${records} records written`);
  }
}

/** All ways in turn, to warm up and then so often; what disturbs one round disturbs all ways of it. */
async function measureWays(scene) {
  const reads = options.parts.has('reads') ? { ...limits(scene), ...queries(scene) } : {};
  const ways = { ...reads, ...(options.parts.has('recipes') ? { ours: queries(scene).ours, ...recipes(scene) } : {}) };
  const samples = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let round = 1 - WARM_UP; round <= options.runs && Object.keys(ways).length > 0; round++) {
    say(round <= 0 ? 'warming up' : `round ${round} of ${options.runs}`);
    for (const [name, way] of Object.entries(ways)) {
      const sample = await withCpu(scene, way);
      if (round > 0) samples[name].push(sample);
    }
  }
  return samples;
}

async function withCpu({ browser, agent, spark }, way) {
  await browser.collectGarbage();
  const pids = { browser: browser.process.pid, agent: agent.process.pid, spark: spark.process.pid };
  const before = cpuSeconds(pids);
  const sample = await way();
  return { ...sample, cpu: difference(cpuSeconds(pids), before) };
}

async function measureGrowth(scene) {
  const growth = [];
  for (const records of sizes()) {
    const database = `r${records}`;
    if (records !== options.records) {
      say(`writing ${records} records, for growth`);
      await seed(scene.browser, database, records);
    }
    growth.push(await measureSize({ ...scene, database, records }));
  }
  return growth;
}

async function measureSize(scene) {
  const { agent, spark, records } = scene;
  for (const {
    process: { pid },
  } of [agent, spark])
    forgetPeak(pid);
  const samples = [];
  for (let run = 0; run < Math.min(3, options.runs); run++) samples.push(await query(scene, 'SELECT * FROM store'));
  const result = {
    records,
    ...medians(samples),
    agentMebibytes: peakMebibytes(agent.process.pid),
    sparkMebibytes: peakMebibytes(spark.process.pid),
  };
  say(`${records} records read in ${(result.readMs / 1000).toFixed(1)} s`);
  return result;
}

function sizes() {
  return [Math.ceil(options.records / 4), options.records, options.records * 5];
}

function writeFigures(figures) {
  mkdirSync(dirname(options.out), { recursive: true });
  writeFileSync(options.out, `${JSON.stringify(figures, null, 2)}\n`);
  if (Object.keys(figures.measurements.ways).length > 0)
    writeFileSync(options.out.replace(/(\.json)?$/, '.svg'), chartOf(figures));
  return figures;
}

async function end(status) {
  await stopAll();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  process.exit(status);
}
