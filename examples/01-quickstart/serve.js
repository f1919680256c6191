// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

// A static web server for the shop, on a free port of this machine: node serve.js SHOP_FOLDER BROWSER_FILES_FOLDER.
// Prints the shop's origin. Any other web server would do.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const [shop, browserFiles] = process.argv.slice(2);
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8' };
const MOUNT = '/spark-indexeddb/';

const server = createServer(async (request, response) => {
  const path = normalize(new URL(request.url, 'http://shop').pathname);
  const file = path.startsWith(MOUNT)
    ? join(browserFiles, path.slice(MOUNT.length))
    : join(shop, path === '/' ? 'index.html' : path);
  try {
    const content = await readFile(file);
    response.writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'cache-control': 'no-cache',
    });
    response.end(content);
  } catch {
    response.writeHead(404).end();
  }
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
