// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import * as ErrorCode from '../error-codes.js';
import { IndexedDbError } from '../protocol.js';

/**
 * What becomes of a link. `waiting`: for the service worker or for the next attempt; `connecting`; `linked`; `standby`: another tab
 * holds the connection; `refused`: by the agent, the browser or the user, `code` says why, and it is not tried again; `closed`: by `close()`.
 * @typedef {{state: 'waiting' | 'connecting' | 'linked' | 'standby' | 'refused' | 'closed', code?: string, message?: string}} Status
 *
 * @typedef {object} LinkOptions
 * @property {string} endpoint the agent, `https://agent.example:8787`
 * @property {string} [token] the agent's browser token
 * @property {string} [worker] the script of the app's service worker, if the page is not in its scope
 * @property {() => boolean | Promise<boolean>} [consent] asked first: nothing is connected before it says true
 * @property {HTMLElement} [statusElement] shows the status to the user
 * @property {(status: Status) => void} [onStatus] told of every change
 *
 * @typedef {{url: string, token?: string, worker?: string, consent?: () => boolean | Promise<boolean>, statusElement?: HTMLElement,
 *   onStatus: (status: Status) => void}} CheckedOptions
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
  if (!navigator.serviceWorker || !navigator.locks) {
    throw refusal(ErrorCode.OPTION_INVALID, 'a page without https has no service worker. Serve it over https or from localhost');
  }
  return {
    url: socketUrl(options.endpoint),
    token: textOf('token', options.token),
    worker: options.worker === undefined ? undefined : new URL(String(options.worker), location.href).href,
    consent: functionOf('consent', options.consent),
    statusElement: options.statusElement,
    onStatus: functionOf('onStatus', options.onStatus) ?? (() => {}),
  };
}

/**
 * @param {string} endpoint
 * @returns {string} the address of the agent's route for page links
 */
function socketUrl(endpoint) {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw refusal(ErrorCode.OPTION_INVALID, `'endpoint' is '${url ? url.origin : 'no URL'}'. It begins with http:// or https://`);
  }
  if (url.username || url.password || url.search || url.hash) {
    throw refusal(ErrorCode.TOKEN_IN_URL, "'endpoint' holds more than an address, and URLs end up in logs. Use the option 'token'");
  }
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return `${url.href.replace(/\/+$/, '')}/v1/connect`;
}

/**
 * @param {string} name
 * @param {unknown} value
 */
function textOf(name, value) {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw refusal(ErrorCode.OPTION_INVALID, `'${name}' is no text. Leave it out or give a string`);
  return value;
}

/**
 * @param {string} name
 * @param {any} value
 */
function functionOf(name, value) {
  if (value !== undefined && typeof value !== 'function') throw refusal(ErrorCode.OPTION_INVALID, `'${name}' is no function`);
  return value;
}

/**
 * @param {keyof typeof ErrorCode} code
 * @param {string} why
 */
function refusal(code, why) {
  return new IndexedDbError(code, `Cannot link this page: ${why}.`);
}
