// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { delimiter, extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { attach } from './devtools.js';
import { start } from './processes.js';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript' };
const PACKAGES = {
  'json2csv.umd.js': 'json2csv/dist/json2csv.umd.js',
  'dexie.min.js': 'dexie/dist/dexie.min.js',
  'dexie-export-import.js': 'dexie-export-import/dist/dexie-export-import.js',
};

/** The app with the store that is measured, and a headless Chromium on it, which does what it is told. */
export class Browser {
  #folder;
  #here;
  #server = createServer((request, response) =>
    this.#serve(request, response).catch((e) => response.writeHead(500).end(String(e))),
  );
  #commands = [];
  #poll;
  #open;
  process;
  name;

  /**
   * @param {string} here the folder of the benchmark
   * @param {string} folder for profile and files
   */
  constructor(here, folder) {
    this.#here = here;
    this.#folder = folder;
  }

  /** @param {{agent: string, databases: string[]}} app */
  async start({ agent, databases }) {
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.origin = `http://127.0.0.1:${this.#server.address().port}`;
    const flags = [
      '--headless',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--remote-debugging-port=0',
      `--user-data-dir=${this.#profile}`,
    ];
    // Chromium refuses to run its sandbox as root.
    if (process.getuid?.() === 0) flags.push('--no-sandbox');
    const page = `${this.origin}/?${new URLSearchParams({ agent, databases: databases.join(',') })}`;
    this.process = start(program(), [...flags, page], join(this.#folder, 'browser.log'));
    await this.ask('block');
    this.name = (await (await fetch(`http://127.0.0.1:${this.debuggingPort}/json/version`)).json()).Browser;
  }

  get #profile() {
    return join(this.#folder, 'profile');
  }

  get debuggingPort() {
    return readFileSync(join(this.#profile, 'DevToolsActivePort'), 'utf8').split('\n')[0];
  }

  /**
   * Has page and service worker give back what earlier ways left to collect, which would be collected in the time of
   * the next.
   */
  async collectGarbage() {
    const { each, close } = await attach(this.debuggingPort, this.origin);
    await each('HeapProfiler.collectGarbage');
    close();
  }

  /** Where a file of {@link ask} is. */
  file(name) {
    return join(this.#folder, name);
  }

  /** Has the page run one of its commands. */
  async ask(command, ...args) {
    const answered = new Promise((resolve, reject) => (this.#open = { resolve, reject }));
    this.#commands.push({ command, args });
    this.#hand();
    while (this.process.exitCode === null) {
      const answer = await Promise.race([answered, sleep(1_000)]);
      if (answer) return answer.result;
    }
    throw new Error(`The browser ended. It wrote:\n${readFileSync(this.process.log, 'utf8').slice(-4000)}`);
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #serve(request, response) {
    const { pathname } = new URL(request.url, this.origin);
    if (pathname === '/next') {
      this.#poll = response;
      this.#hand();
    } else if (pathname === '/done') {
      this.#finish(JSON.parse(await textOf(request)));
      response.end();
    } else if (pathname.startsWith('/file/')) {
      await pipeline(request, createWriteStream(this.file(pathname.slice('/file/'.length))));
      response.end();
    } else {
      this.#sendFile(this.#pathOf(pathname), response);
    }
  }

  #hand() {
    if (!this.#poll || this.#commands.length === 0) return;
    this.#poll.end(JSON.stringify(this.#commands.shift()));
    this.#poll = undefined;
  }

  #finish({ result, error }) {
    if (error) this.#open.reject(new Error(error));
    else this.#open.resolve({ result });
  }

  #pathOf(pathname) {
    const name = pathname.slice(pathname.lastIndexOf('/') + 1) || 'index.html';
    if (pathname.startsWith('/packages/')) return join(this.#here, 'node_modules', PACKAGES[name]);
    if (pathname.startsWith('/spark-indexeddb/')) return join('target/classes/io/github/sparkindexeddb/browser', name);
    return join(this.#here, 'app', name);
  }

  #sendFile(path, response) {
    if (!existsSync(path)) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': `${TYPES[extname(path)] ?? 'application/octet-stream'}; charset=utf-8` });
    return createReadStream(path).pipe(response);
  }
}

async function textOf(request) {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  return text;
}

function program() {
  const names = [process.env.CHROMIUM ?? 'chromium', 'chromium-browser', 'google-chrome'];
  const found = names.find((name) =>
    name.includes('/')
      ? existsSync(name)
      : process.env.PATH.split(delimiter).some((folder) => existsSync(join(folder, name))),
  );
  if (!found) throw new Error('Cannot measure: there is no Chromium. Run .ci/provision.');
  return found;
}
