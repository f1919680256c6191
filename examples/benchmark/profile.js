// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attach } from './devtools.js';
import { say } from './progress.js';

/** Reads while a profile is taken. */
const TIMES = 5;

/**
 * Writes the hottest places of the page, the service worker, the agent and Spark during full reads.
 * @param {{browser: import('./browser.js').Browser, agent: object, spark: object}} scene
 * @param {string} target folder
 * @param {() => Promise<unknown>} read
 */
export async function profiled({ browser, agent, spark }, target, read) {
  say('profiling');
  mkdirSync(target, { recursive: true });
  const jvms = [
    ['agent', agent.process],
    ['spark', spark.process],
  ];
  for (const [, { pid }] of jvms) jcmd(pid, 'JFR.start', 'name=reads', 'settings=profile');
  const stop = await profileBrowser(browser.debuggingPort, browser.origin);
  for (let i = 0; i < TIMES; i++) await read();
  const profiles = await stop();
  const places = Object.entries(profiles).map(([name, profile]) => [name, hottestOf(profile)]);
  for (const [name, { pid }] of jvms) {
    const file = join(target, `${name}.jfr`);
    jcmd(pid, 'JFR.dump', 'name=reads', `filename=${file}`);
    places.push([name, hottestInJfr(file)]);
  }
  for (const [name, profile] of Object.entries(profiles))
    writeFileSync(join(target, `${name}.cpuprofile`), JSON.stringify(profile));
  const text = places.map(([name, lines]) => `${name}\n${lines.map((line) => `  ${line}\n`).join('')}`).join('\n');
  writeFileSync(join(target, 'hottest.txt'), text);
  console.log(text);
}

/** Begins to profile page and service worker; the answer ends it. */
async function profileBrowser(port, origin) {
  const { each, close } = await attach(port, origin);
  await each('Profiler.enable');
  await each('Profiler.start');
  return async () => {
    const profiles = Object.entries(await each('Profiler.stop')).map(([type, { profile }]) => [type, profile]);
    close();
    return Object.fromEntries(profiles);
  };
}

/** Functions by the time spent in themselves, as shares of the whole. */
function hottestOf({ nodes, samples, timeDeltas }) {
  const names = new Map(
    nodes.map(({ id, callFrame }) => [
      id,
      `${callFrame.functionName || '(anonymous)'} ${callFrame.url.split('/').pop()}:${callFrame.lineNumber + 1}`,
    ]),
  );
  return shares(samples.map((id, at) => [names.get(id), timeDeltas[at]]));
}

function jcmd(pid, ...args) {
  execFileSync('jcmd', [String(pid), ...args], { stdio: 'ignore' });
}

/** Native methods that a thread is in while it waits. */
const WAITING = /EPoll\.wait|Net\.(poll|accept)|FileInputStream\.readBytes/;

/** The uppermost frames of execution samples. */
function hottestInJfr(file) {
  const text = execFileSync(
    'jfr',
    ['print', '--events', 'jdk.ExecutionSample,jdk.NativeMethodSample', '--stack-depth', '3', file],
    { maxBuffer: 1 << 30, encoding: 'utf8' },
  );
  const stacks = [...text.matchAll(/stackTrace = \[\n(.*?)\n\s+\]\n/gs)].map(([, frames]) =>
    frames
      .trim()
      .split('\n')
      .map((frame) => frame.trim().replace(/\s+/g, ' ')),
  );
  return shares(stacks.filter(([frame]) => !WAITING.test(frame)).map(([frame]) => [frame, 1]));
}

function shares(weighed) {
  const sums = new Map();
  let total = 0;
  for (const [name, weight] of weighed) {
    sums.set(name, (sums.get(name) ?? 0) + weight);
    total += weight;
  }
  const sorted = [...sums].sort(([, a], [, b]) => b - a).slice(0, 25);
  return sorted.map(([name, weight]) => `${((100 * weight) / total).toFixed(1).padStart(5)} %  ${name}`);
}
