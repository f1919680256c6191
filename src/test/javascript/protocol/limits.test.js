// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as link from '../../../main/javascript/link/link.js';
import * as protocol from '../../../main/javascript/protocol/protocol.js';
import * as requestCheck from '../../../main/javascript/serve/request-check.js';
import * as summary from '../../../main/javascript/summary/summary.js';
import * as typeNode from '../../../main/javascript/summary/type-node.js';
import { vectors } from '../testing/vectors.js';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

test('limits that Java has too are called and are the same there', () => {
  const own = /** @type {Record<string, unknown>} */ ({
    ...link,
    ...protocol,
    ...requestCheck,
    ...summary,
    ...typeNode,
  });
  const limits = vectors('limits');
  assert.ok(Object.keys(limits).length > 0);
  for (const [name, limit] of Object.entries(limits)) assert.equal(own[name], limit, name);
});

test('the version is one everywhere', () => {
  const sources = `${ROOT}src/main/java/`;
  const found = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter(
    (path) => basename(path) === 'Version.java',
  );
  const versions = [
    JSON.parse(readFileSync(`${ROOT}src/main/javascript/package.json`, 'utf8')).version,
    /<artifactId>spark-indexeddb<\/artifactId>\s*<version>([^<]+)/.exec(readFileSync(`${ROOT}pom.xml`, 'utf8'))?.[1],
    ...found.map((path) => /"(\d+\.\d+\.\d+[^"]*)"/.exec(readFileSync(sources + path, 'utf8'))?.[1]),
  ];
  assert.equal(found.length, 1, found.join());
  // A snapshot is of the version that it becomes.
  for (const version of versions) assert.equal(version?.replace('-SNAPSHOT', ''), protocol.VERSION, versions.join());
});
