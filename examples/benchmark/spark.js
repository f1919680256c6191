// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { start } from './processes.js';

/** A Spark application with two threads that runs one query after the other: the program Reads.java. */
export class Spark {
  #lines;
  process;
  version;

  /** @param {{here: string, folder: string, connector: string, classPath: string}} setup */
  async start({ here, folder, connector, classPath }) {
    const options = [`@${join(here, '../01-quickstart/spark.options')}`, '-Xmx2g'];
    const args = [...options, '-cp', `${classPath}:${connector}`, join(here, 'Reads.java'), folder];
    this.process = start('java', args, join(folder, 'spark.log'), { piped: true });
    this.#lines = createInterface(this.process.stdout)[Symbol.asyncIterator]();
    this.version = (await this.#answer()).spark;
  }

  /**
   * @param {{format: string, options?: Record<string, string>, path: string, sql: string}} query over the view `store`
   * @returns {Promise<{inferMs: number, planMs: number, readMs: number, value?: string}>} with `value` only of a query
   *   of one row
   */
  async run(query) {
    this.process.stdin.write(`${JSON.stringify(query)}\n`);
    return this.#answer();
  }

  async #answer() {
    for (;;) {
      const { value: line, done } = await this.#lines.next();
      if (done) throw new Error(`Spark ended. It wrote:\n${readFileSync(this.process.log, 'utf8').slice(-4000)}`);
      if (!line.startsWith('{')) continue;
      const answer = JSON.parse(line);
      if (answer.error) throw new Error(`Spark failed: ${answer.error}`);
      return answer;
    }
  }
}
