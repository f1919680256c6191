// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Status } from './options.js' */

/** @type {Record<Status['state'], string>} */
const TEXTS = {
  waiting: 'Data sharing: waiting',
  connecting: 'Data sharing: connecting',
  linked: 'Data sharing: on',
  standby: 'Data sharing: in another tab',
  refused: 'Data sharing: refused',
  closed: 'Data sharing: off',
};

/**
 * Shows a status to the user, and to those who have their screen read to them. `data-state` is for the app's style sheet.
 * @param {HTMLElement} element
 * @param {Status} status
 */
export function display(element, { state, message }) {
  element.setAttribute('role', 'status');
  element.dataset.state = state;
  element.title = message ?? '';
  element.textContent = TEXTS[state];
}
