// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

// Serves what Vite has built, on a free port of this machine, and prints its origin.
import { preview } from 'vite';

const { httpServer } = await preview({ preview: { host: '127.0.0.1', port: 0 } });
console.log(`http://127.0.0.1:${httpServer.address().port}`);
