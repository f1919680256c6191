// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { Link } from './link/link.js';
/** @import { LinkOptions } from './link/options.js' */
import { checked } from './link/options.js';

/**
 * Links this page's origin to an agent, through the app's own service worker. Of all tabs of one origin one holds the
 * connection; the others stand by.
 * @param {LinkOptions} options
 * @returns {Promise<Link>} at once; what becomes of it is told to `onStatus`
 * @throws {IndexedDbError} OPTION_MISSING, OPTION_INVALID, OPTION_UNKNOWN, TOKEN_IN_URL
 */
export async function connect(options) {
  const link = new Link(checked(options));
  link.start();
  return link;
}
