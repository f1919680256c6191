// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { spawn } from 'node:child_process';
// Processes and what the system knows of them. Where there is no /proc, memory and CPU time are null.
import { closeSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Clock ticks a second, of every Linux that Java and Chromium run on. */
const TICKS = 100;

const started = [];

/** Starts a process that ends with the benchmark. Its errors, and its output unless that is piped, go to the log. */
export function start(command, args, log, { piped = false } = {}) {
  const file = openSync(log, 'a');
  const child = spawn(command, args, { stdio: piped ? ['pipe', 'pipe', file] : ['ignore', file, file] });
  closeSync(file);
  child.log = log;
  child.on('error', () => {});
  started.push(child);
  return child;
}

/** Ends all that was started, the last one first. */
export async function stopAll() {
  for (const child of started.reverse()) {
    if (child.exitCode !== null || child.pid === undefined) continue;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await Promise.race([ended, sleep(5_000).then(() => child.kill('SIGKILL'))]);
  }
  started.length = 0;
}

/** The first match of a pattern in a process's log, as soon as it is there. */
export async function firstInLog(child, pattern, seconds = 60) {
  for (let waited = 0; waited < seconds * 20; waited++) {
    const match = pattern.exec(readFileSync(child.log, 'utf8'));
    if (match) return match[0];
    if (child.exitCode !== null) break;
    await sleep(50);
  }
  throw new Error(`'${child.spawnargs[0]}' did not start. It wrote:\n${readFileSync(child.log, 'utf8').slice(-4000)}`);
}

/** The most memory that a process held since {@link forgetPeak}, in MiB. */
export function peakMebibytes(pid) {
  const line = /VmHWM:\s+(\d+) kB/.exec(proc(pid, 'status'));
  return line && Math.round(Number(line[1]) / 1024);
}

export function forgetPeak(pid) {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // The peak is then that of all time.
  }
}

/**
 * CPU seconds so far, by what they were spent on.
 * @param {Record<string, number>} pids by name; the one called `browser` is taken apart into its processes and threads
 * @returns {Record<string, number>}
 */
export function cpuSeconds({ browser, ...others }) {
  const seconds = {};
  for (const [name, pid] of Object.entries(others)) seconds[name] = ticksOf(proc(pid, 'stat')) / TICKS;
  for (const { pid, type } of browserProcesses(browser)) {
    add(seconds, `browser: ${type}`, ticksOf(proc(pid, 'stat')));
    if (type === 'renderer') {
      for (const { name, ticks } of threadsOf(pid)) add(seconds, `thread: ${name}`, ticks);
    }
  }
  return seconds;
}

export function difference(after, before) {
  return Object.fromEntries(
    Object.entries(after).map(([name, seconds]) => [name, Math.max(0, seconds - (before[name] ?? 0))]),
  );
}

function add(seconds, name, ticks) {
  seconds[name] = (seconds[name] ?? 0) + ticks / TICKS;
}

function browserProcesses(root) {
  const parents = new Map(
    readdir('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => [Number(pid), Number(fieldsOf(proc(pid, 'stat'))[1])]),
  );
  const isOurs = (pid) => pid === root || (parents.has(pid) && parents.get(pid) !== 0 && isOurs(parents.get(pid)));
  return [...parents.keys()].filter(isOurs).map((pid) => ({ pid, type: typeOf(proc(pid, 'cmdline')) }));
}

function typeOf(command) {
  const type = /--type=([a-z-]+)/.exec(command)?.[1] ?? 'main';
  return /--utility-sub-type=(\w+)/.exec(command)?.[1] ?? type;
}

function threadsOf(pid) {
  return readdir(`/proc/${pid}/task`).map((thread) => {
    const stat = proc(pid, `task/${thread}/stat`);
    const name = thread === String(pid) ? 'page' : /\((.*)\)/s.exec(stat)?.[1];
    return {
      name: /^ServiceWorker/.test(name) ? 'service worker' : name === 'page' ? name : 'other',
      ticks: ticksOf(stat),
    };
  });
}

/** User and system time. */
function ticksOf(stat) {
  const fields = fieldsOf(stat);
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
}

/** What follows the name, which may hold anything. */
function fieldsOf(stat) {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function proc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function readdir(path) {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
