// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Status } from './options.js' */

/** What a user reads of states whose name would not tell. @type {Partial<Record<Status['state'], string>>} */
const TEXTS = { linked: 'on', standby: 'in another tab', closed: 'off' };

/**
 * Shows a status to the user, and to those who have their screen read to them. `data-state` is for the app's style
 * sheet.
 * @param {HTMLElement} element
 * @param {Status} status
 */
export function display(element, { state, message }) {
  element.setAttribute('role', 'status');
  element.dataset.state = state;
  element.title = message ?? '';
  element.textContent = `Data sharing: ${TEXTS[state] ?? state}`;
}
