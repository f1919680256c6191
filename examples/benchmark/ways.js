// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

// The ways that are measured. Each is a function of the scene that answers `ms`, what it took from end to end, and what
// else is known.
/** Batch sizes of which the fastest is the limit. */
export const BATCHES = [500, 1000, 2000, 4000];

/** What the browser itself needs, in its service worker unless said. */
export function limits({ browser, database, records }) {
  const batches = BATCHES.map((count) => [`limit, ${count} a batch`, () => browser.ask('batches', database, count)]);
  return Object.fromEntries([
    ...batches,
    ['limit, two workers', () => browser.ask('workers', database, records)],
    ['limit, cursor', () => browser.ask('cursor', database)],
  ]);
}

/** What Spark needs through the connector. */
export function queries(scene) {
  const { records } = scene;
  const from = new Date(Date.UTC(2024, 0, 1) + Math.floor(records / 3) * 61_001).toISOString();
  const to = new Date(
    Date.UTC(2024, 0, 1) + (Math.floor(records / 3) + Math.floor(records / 100)) * 61_001,
  ).toISOString();
  const sql = {
    ours: 'SELECT * FROM store',
    count: 'SELECT count(*) FROM store',
    'index, 1 %': `SELECT * FROM store WHERE created >= timestamp'${from}' AND created < timestamp'${to}'`,
    'three columns': 'SELECT id, price, city FROM store',
    'group by': 'SELECT city, count(*), max(quantity) FROM store GROUP BY city',
    'one key': `SELECT * FROM store WHERE id = ${Math.floor(records / 2)}`,
  };
  return Object.fromEntries(Object.entries(sql).map(([name, text]) => [name, () => query(scene, text)]));
}

/** A query, with the bytes that came from the browser and the longest task of its page. */
export async function query({ agent, browser, spark, database }, sql) {
  await browser.ask('block');
  const before = await agent.bytesReceived();
  const times = await spark.run(source(agent, database, sql));
  const bytes = (await agent.bytesReceived()) - before;
  return {
    ms: times.inferMs + times.planMs + times.readMs,
    ...times,
    bytes,
    longestBlockMs: await browser.ask('block'),
  };
}

/** What people do without the connector: a file, and a second inference. */
export function recipes(scene) {
  const { browser, database } = scene;
  const exported = async (command, reader, sql = 'SELECT * FROM store') => {
    const file = `export.${command}`;
    const begin = performance.now();
    const { bytes } = await browser.ask(command, database, file);
    const exportMs = performance.now() - begin;
    const times = await scene.spark.run({ ...reader, path: browser.file(file), sql });
    return { ms: exportMs + times.inferMs + times.planMs + times.readMs, exportMs, ...times, bytes };
  };
  return {
    'csv recipe': () => exported('csv', { format: 'csv', options: { header: 'true', inferSchema: 'true' } }),
    'json recipe': () => exported('json', { format: 'json' }),
    'dexie-export-import': () =>
      exported(
        'dexie',
        { format: 'json', options: { multiLine: 'true' } },
        'SELECT r.* FROM (SELECT explode(data.data[0].rows) AS r FROM store)',
      ),
  };
}

/** Refuses to measure what does not read every record. */
export async function verify({ agent, spark, database, records }) {
  const sum = (sql) => spark.run({ ...source(agent, database, sql), value: true });
  const sql =
    'SELECT concat_ws(" ", count(*), sum(id), sum(size(tags)), count(address.street), count(note)) FROM store';
  const { value } = await sum(sql);
  const tags = Array.from({ length: records }, (_, i) => i % 4).reduce((a, b) => a + b, 0);
  const wanted = [records, (records * (records - 1)) / 2, tags, records, records].join(' ');
  if (value !== wanted) throw new Error(`Spark read other records than were written: ${value} instead of ${wanted}.`);
}

function source(agent, database, sql) {
  return { format: 'indexeddb', options: { endpoint: agent.endpoint }, path: `${database}/records`, sql };
}
