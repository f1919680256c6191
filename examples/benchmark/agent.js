// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { firstInLog, forgetPeak, peakMebibytes, start } from './processes.js';
import { say } from './progress.js';

/** The heap that the agent is given. */
export const HEAP = '-Xmx128m';

/** An agent of its own, as the jar starts it. */
export class Agent {
  process;
  endpoint;
  #gcLog;

  /** @param {{jar: string, folder: string, name?: string}} setup */
  async start({ jar, folder, name = 'agent' }) {
    this.#gcLog = join(folder, `${name}-gc.log`);
    const args = [
      HEAP,
      `-Xlog:gc:file=${this.#gcLog}`,
      '-jar',
      jar,
      '--port',
      '0',
      '--spool',
      join(folder, `${name}-spool`),
    ];
    this.process = start('java', args, join(folder, `${name}.log`));
    this.endpoint = await firstInLog(this.process, /http:\/\/[\d.]+:\d+/);
  }

  async linked() {
    const { clients } = await (await fetch(`${this.endpoint}/v1/clients`)).json();
    return clients.some(({ connected }) => connected);
  }

  /** Bytes of batches so far. */
  async bytesReceived() {
    const text = await (await fetch(`${this.endpoint}/metrics`)).text();
    return Number(/^spark_indexeddb_agent_bytes_received_total (\S+)/m.exec(text)?.[1] ?? 0);
  }

  /** The largest heap that any collection left, in MiB; null if there was none. */
  mostHeapMebibytes() {
    const left = [...readFileSync(this.#gcLog, 'utf8').matchAll(/->(\d+)M\(/g)].map(([, mebibytes]) =>
      Number(mebibytes),
    );
    return left.length === 0 ? null : Math.max(...left);
  }

  /** The heap that a full collection leaves now, in MiB. */
  heapMebibytes() {
    const jcmd = (command) => execFileSync('jcmd', [String(this.process.pid), command], { encoding: 'utf8' });
    jcmd('GC.run');
    const used = [...jcmd('GC.heap_info').matchAll(/(?:heap|generation) +total \d+K, used (\d+)K/g)].map(
      ([, kibibytes]) => Number(kibibytes),
    );
    return Number((used.reduce((sum, kibibytes) => sum + kibibytes, 0) / 1024).toFixed(2));
  }
}

/**
 * Two simulated browsers and two readers, for each amount on an agent of its own, beside a plain write of as many bytes
 * to the disk.
 * @param {{here: string, folder: string, jar: string, classPath: string, gigabytes: number, runs: number}} setup
 */
export async function relay({ here, folder, jar, classPath, gigabytes, runs }) {
  const small = [];
  for (let run = 0; run < runs; run++)
    small.push(await relayOnce({ here, folder, jar, classPath, gigabytes: gigabytes / 10, name: `relay-${run}` }));
  return { small, large: await relayOnce({ here, folder, jar, classPath, gigabytes, name: 'relay-large' }) };
}

async function relayOnce({ here, folder, jar, classPath, gigabytes, name }) {
  const agent = new Agent();
  await agent.start({ jar, folder, name });
  // The agent's code is compiled before the time runs, as in one that has been up for a while.
  await program({ here, folder, classPath, agent, gigabytes: Math.min(gigabytes, 1) / 2, name });
  forgetPeak(agent.process.pid);
  const result = await program({ here, folder, classPath, agent, gigabytes, name });
  const mostHeapMebibytes = agent.mostHeapMebibytes();
  const heapMebibytes = agent.heapMebibytes();
  const peak = peakMebibytes(agent.process.pid);
  agent.process.kill('SIGTERM');
  say(
    `${gigabytes} GB through the agent alone: ${Math.round(result.mbPerSecond)} MB/s; ` +
      `the disk alone: ${Math.round(result.diskMbPerSecond)} MB/s`,
  );
  return { gigabytes, ...result, heapMebibytes, mostHeapMebibytes, peakMebibytes: peak };
}

async function program({ here, folder, classPath, agent, gigabytes, name }) {
  const args = [
    '-Xmx256m',
    '-cp',
    classPath,
    join(here, 'Relay.java'),
    agent.endpoint,
    String(Math.round(gigabytes * 1e9)),
    folder,
  ];
  const child = start('java', args, join(folder, `${name}-program.log`), { piped: true });
  for await (const line of createInterface(child.stdout)) {
    if (line.startsWith('{')) return JSON.parse(line);
  }
  throw new Error(`The simulated browsers failed:\n${readFileSync(child.log, 'utf8').slice(-4000)}`);
}
