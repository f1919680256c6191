// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Status } from './options.js' */
import * as ErrorCode from '../protocol/error-codes.js';
import { pause } from './pause.js';

const THIS_MACHINE = /^((.*\.)?localhost|127[.\d]+|\[::1\])$/;
/**
 * Finds out whether the browser itself keeps a page from the agent, of which neither a socket nor the agent is told.
 */
export class Diagnosis {
  #url;
  #blocked = false;

  /**
   * @param {string} url of the agent's route
   * @param {AbortSignal} signal when nobody asks any more
   */
  constructor(url, signal) {
    this.#url = new URL(url);
    document.addEventListener(
      'securitypolicyviolation',
      ({ blockedURI, effectiveDirective }) => {
        // Some browsers tell the origin alone.
        const isAgent = blockedURI.replace(/^http/, 'ws').startsWith(this.#url.origin);
        if (isAgent && effectiveDirective === 'connect-src') this.#blocked = true;
      },
      { signal },
    );
  }

  /**
   * To be asked when a connection could not be opened.
   * @param {Error} [error] what the browser threw
   * @returns {Promise<Status | undefined>} undefined if the browser is not known to be the reason
   */
  async reason(error) {
    // The violation is told after the failure.
    await pause(0);
    if (this.#blocked) {
      const { origin } = this.#url;
      const message = `The page's Content-Security-Policy forbids ${origin}. Add it to connect-src of the page.`;
      return { state: 'refused', code: ErrorCode.CSP_BLOCKED, message };
    }
    if (!THIS_MACHINE.test(location.hostname) && (await this.#isDenied())) {
      const message =
        `The browser may not reach ${this.#url.hostname} from this site: ` +
        // Of a frame it does not tell which of them it was.
        (self === top ? '' : `the page around this frame does not delegate it (allow="${this.#permissions}"), or `) +
        'its user or its settings say no. ' +
        "Allow local network access for this site, or serve the agent under the site's own origin.";
      return { state: 'waiting', code: ErrorCode.LOCAL_NETWORK_REFUSED, message };
    }
    return error && refusal(error);
  }

  /** Older browsers have one permission for both. */
  get #permissions() {
    return `${THIS_MACHINE.test(this.#url.hostname) ? 'loopback' : 'local'}-network; local-network-access`;
  }

  async #isDenied() {
    const [permission, older] = this.#permissions.split('; ');
    return (await isDenied(permission)) || isDenied(older);
  }
}

/**
 * @param {Error} error what the browser threw, and would throw again
 * @returns {Status}
 */
export function refusal({ message }) {
  return { state: 'refused', code: ErrorCode.AGENT_UNREACHABLE, message: `The browser refuses to connect: ${message}` };
}

/**
 * @param {string} name of a permission; a browser that does not know it asks nobody
 * @returns {Promise<boolean>}
 */
async function isDenied(name) {
  try {
    return (await navigator.permissions.query({ name: /** @type {PermissionName} */ (name) })).state === 'denied';
  } catch {
    return false;
  }
}
