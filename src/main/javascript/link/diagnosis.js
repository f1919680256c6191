// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import * as ErrorCode from '../error-codes.js';

/** What browsers call the permission to reach this machine, and the network around it; older ones have one for both. */
const LOOPBACK = ['loopback-network', 'local-network-access'];
const NETWORK = ['local-network', 'local-network-access'];

const THIS_MACHINE = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Why a browser does not connect; `isFinal`: nothing but a new page can help.
 * @typedef {{code: string, message: string, isFinal: boolean}} Reason
 */

/** Finds out whether the browser itself keeps a page from the agent, of which neither a socket nor the agent is told. */
export class Diagnosis {
  #url;
  #blocked = false;

  /**
   * @param {string} url of the agent's route
   * @param {AbortSignal} signal when nobody asks any more
   */
  constructor(url, signal) {
    this.#url = new URL(url);
    document.addEventListener('securitypolicyviolation', ({ blockedURI, effectiveDirective }) => {
      // Some browsers tell the origin alone.
      const isAgent = blockedURI.replace(/^http/, 'ws').startsWith(this.#url.origin);
      if (isAgent && effectiveDirective === 'connect-src') this.#blocked = true;
    }, { signal });
  }

  /**
   * To be asked when a connection could not be opened.
   * @returns {Promise<Reason | null>} null if the browser is not known to be the reason
   */
  async reason() {
    // The violation is told after the failure.
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (this.#blocked) {
      const message = `The page's Content-Security-Policy forbids ${this.#url.origin}. Add it to connect-src of the page.`;
      return { code: ErrorCode.CSP_BLOCKED, message, isFinal: true };
    }
    if (THIS_MACHINE.test(new URL(location.href).hostname) || !(await this.#isDenied())) return null;
    const message = `The browser may not reach ${this.#url.hostname} from this site, as its user has decided or its settings say. ` +
      "Allow local network access for this site, or serve the agent under the site's own origin.";
    return { code: ErrorCode.LOCAL_NETWORK_REFUSED, message, isFinal: false };
  }

  async #isDenied() {
    const names = THIS_MACHINE.test(this.#url.hostname) ? LOOPBACK : NETWORK;
    const states = await Promise.all(names.map((name) => this.#stateOf(name)));
    return states.includes('denied');
  }

  /** @param {string} name */
  async #stateOf(name) {
    try {
      return (await navigator.permissions.query({ name: /** @type {PermissionName} */ (name) })).state;
    } catch {
      // A browser without that permission asks nobody.
      return 'granted';
    }
  }
}
