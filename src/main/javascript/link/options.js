// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import * as ErrorCode from '../protocol/error-codes.js';
import { IndexedDbError } from '../protocol/protocol.js';

/**
 * What becomes of a link. `waiting`: for the service worker or for the next attempt; `connecting`; `linked`; `standby`:
 * another tab holds the connection; `refused`: by the agent, the browser or the user, `code` says why, and it is not
 * tried again; `closed`: by `close()`.
 * @typedef {{state: 'waiting' | 'connecting' | 'linked' | 'standby' | 'refused' | 'closed', code?: string, message?:
 *   string}} Status
 *
 * @typedef {object} LinkOptions
 * @property {string} endpoint the agent, `https://agent.example:8787`
 * @property {string} [token] the agent's browser token
 * @property {string} [worker] the script of the app's service worker, if the page is not in its scope
 * @property {() => boolean | Promise<boolean>} [consent] asked first: nothing is connected before it says true
 * @property {HTMLElement} [statusElement] shows the status to the user
 * @property {(status: Status) => void} [onStatus] told of every change
 *
 * @typedef {{url: string, token?: string, worker?: string, consent?: () => boolean | Promise<boolean>, statusElement?:
 *   HTMLElement, onStatus: (status: Status) => void}} CheckedOptions
 */

const NAMES = ['endpoint', 'token', 'worker', 'consent', 'statusElement', 'onStatus'];

/**
 * @param {LinkOptions} options
 * @returns {CheckedOptions}
 */
export function checked(options) {
  const unknown = Object.keys(options ?? {}).find((name) => !NAMES.includes(name));
  if (unknown !== undefined) {
    throw refusal(ErrorCode.OPTION_UNKNOWN, `there is no option '${unknown}'. The options are ${NAMES.join(', ')}`);
  }
  if (!options?.endpoint) throw refusal(ErrorCode.OPTION_MISSING, "'endpoint' is missing. Give the agent's URL");
  if (!navigator.serviceWorker) {
    throw refusal(
      ErrorCode.OPTION_INVALID,
      'a page without https has no service worker. Serve it over https or from localhost',
    );
  }
  const { endpoint, token, worker, consent, onStatus = () => {} } = options;
  if (typeof (token ?? '') !== 'string')
    throw refusal(ErrorCode.OPTION_INVALID, "'token' is no text. Leave it out or give a string");
  for (const [name, value] of Object.entries({ consent, onStatus })) {
    if (value !== undefined && typeof value !== 'function')
      throw refusal(ErrorCode.OPTION_INVALID, `'${name}' is no function`);
  }
  return {
    ...options,
    url: socketUrl(endpoint),
    token: token || undefined,
    worker: worker && new URL(worker, location.href).href,
    onStatus,
  };
}

/**
 * @param {string} endpoint
 * @returns {string} the address of the agent's route for page links
 */
function socketUrl(endpoint) {
  const url = parsed(endpoint);
  if (!url || !/^https?:/.test(url.href)) {
    throw refusal(
      ErrorCode.OPTION_INVALID,
      `'endpoint' is '${url?.origin ?? 'no URL'}'. It begins with http:// or https://`,
    );
  }
  if (url.href !== url.origin + url.pathname) {
    throw refusal(
      ErrorCode.TOKEN_IN_URL,
      "'endpoint' holds more than an address, and URLs end up in logs. Use the option 'token'",
    );
  }
  return url.href.replace('http', 'ws').replace(/\/*$/, '/v1/connect');
}

/** @param {string} text */
function parsed(text) {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/**
 * @param {keyof typeof ErrorCode} code
 * @param {string} why
 */
function refusal(code, why) {
  return new IndexedDbError(code, `Cannot link this page: ${why}.`);
}
