// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

// The page that is measured: links to the agent, and does what the benchmark asks over /next and /done.
/* global answerOf, openDatabase, seed, json2csv, Dexie */
import { connect } from '/spark-indexeddb/page-link.js';

const given = new URL(location).searchParams;
let longestBlock = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longestBlock = Math.max(longestBlock, duration);
}).observe({ type: 'longtask', buffered: true });

await navigator.serviceWorker.register(`/sw.js?database=${given.get('databases')}`);
const { active } = await navigator.serviceWorker.ready;

function ask(target, read, ...args) {
  const { port1, port2 } = new MessageChannel();
  target.postMessage({ read, args }, [port2]);
  return new Promise((resolve, reject) => {
    port1.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data.result));
  });
}

/** Two dedicated workers, each with half of the keys. */
async function inTwoWorkers(name, records) {
  const workers = [new Worker('/store.js'), new Worker('/store.js')];
  const middle = records >> 1;
  // Started and connected before the time runs, as a service worker is.
  await Promise.all(workers.map((worker) => ask(worker, 'readBatches', name, 1, 0, 1)));
  const begin = performance.now();
  const halves = await Promise.all([
    ask(workers[0], 'readBatches', name, 1000, 0, middle),
    ask(workers[1], 'readBatches', name, 1000, middle),
  ]);
  const ms = performance.now() - begin;
  workers.forEach((worker) => worker.terminate());
  return { ms, records: halves[0].records + halves[1].records };
}

/** As blog posts teach it: a cursor fills an array, json2csv makes text of it. */
async function toCsv(name) {
  const database = await openDatabase(name);
  const rows = [];
  await new Promise((resolve) => {
    database.transaction('records').objectStore('records').openCursor().onsuccess = ({
      target: { result: cursor },
    }) => {
      if (cursor === null) return resolve();
      rows.push(cursor.value);
      return cursor.continue();
    };
  });
  database.close();
  return new Blob([json2csv.parse(rows)]);
}

async function toJsonLines(name) {
  const database = await openDatabase(name);
  const rows = await answerOf(database.transaction('records').objectStore('records').getAll());
  database.close();
  return new Blob([rows.map((row) => JSON.stringify(row)).join('\n')]);
}

async function toDexie(name) {
  const database = await new Dexie(name).open();
  const blob = await database.export();
  database.close();
  return blob;
}

/** What would be a download is sent to the benchmark, which writes the file. */
async function save(blob, file) {
  await fetch(`/file/${file}`, { method: 'POST', body: blob });
  return { bytes: blob.size };
}

const COMMANDS = {
  seed: (name, from, to) => seed(name, from, to),
  batches: (name, count) => ask(active, 'readBatches', name, count),
  cursor: (name) => ask(active, 'readCursor', name),
  workers: inTwoWorkers,
  csv: async (name, file) => save(await toCsv(name), file),
  json: async (name, file) => save(await toJsonLines(name), file),
  dexie: async (name, file) => save(await toDexie(name), file),
  /** The longest task of the page's thread since it was last asked, in milliseconds. */
  block: () => {
    const longest = longestBlock;
    longestBlock = 0;
    return longest;
  },
};

if (given.has('agent')) await connect({ endpoint: given.get('agent') });
for (;;) {
  const { command, args } = await (await fetch('/next')).json();
  const answer = await Promise.resolve()
    .then(() => COMMANDS[command](...args))
    .then(
      (result) => ({ result }),
      (e) => ({ error: `${command}: ${e.stack ?? e}` }),
    );
  await fetch('/done', { method: 'POST', body: JSON.stringify(answer) });
}
