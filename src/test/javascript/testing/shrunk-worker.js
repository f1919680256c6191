// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** The export worker with the thresholds that a script before it has left in `thresholds`. */
import '../../../main/javascript/export-worker.js';
import { thresholds } from '../../../main/javascript/protocol/thresholds.js';

Object.assign(thresholds, /** @type {any} */ (globalThis).thresholds);
