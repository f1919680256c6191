// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { encodeBatch, layoutOf, messageOf } from '../../../main/javascript/columns/batch.js';
import { joined } from '../../../main/javascript/columns/frame.js';
import { Summary } from '../../../main/javascript/summary/summary.js';
import { BlobReader } from '../../../main/javascript/values/blobs.js';
import { keyToJson } from '../../../main/javascript/values/keys.js';
import { reasonAgainst, Unreadable } from '../../../main/javascript/values/record-limits.js';
import { toTaggedJson } from '../../../main/javascript/values/tagged-json.js';
import { isPlain } from '../../../main/javascript/values/value-kind.js';

/** What the encoders make of records, beside the lines that an agent keeps of them: Java makes the same of those. */

/**
 * @param {any} value
 * @param {BlobReader} blobs
 * @returns {string} its tagged JSON, with the reason in place of what has none
 */
export function lineOf(value, blobs) {
  try {
    return toTaggedJson(value, blobs);
  } catch (e) {
    if (!(e instanceof Unreadable)) throw e;
  }
  const list = (/** @type {any} */ parts) => `[${Array.from(parts, (part) => lineOf(part, blobs)).join()}]`;
  if (Array.isArray(value) && value.length < 1000) return list(value);
  if (value instanceof Set) return `{"$set":${list(value)}}`;
  if (value instanceof Map) return `{"$map":[${[...value].map(list).join()}]}`;
  if (!isPlain(value)) return JSON.stringify({ $unreadable: reasonAgainst(value) });
  const members = Object.entries(value).map(([name, part]) => {
    return `${JSON.stringify(name.startsWith('$') ? `$${name}` : name)}:${lineOf(part, blobs)}`;
  });
  return `{${members.join()}}`;
}

/**
 * @param {any} given
 * @returns {Promise<object>} it as JSON, with what the encoders make of it
 */
export async function encodingOf({
  columns,
  judged,
  mode = 'FAILFAST',
  format = 'arrow',
  values,
  keys = values.map((_, i) => i),
}) {
  const blobs = new BlobReader();
  const request = { database: 'shop', store: 'orders', columns, judged, mode, format };
  const layout = layoutOf(/** @type {any} */ (request));
  const lines = () => values.map((value) => lineOf(value, blobs));
  lines();
  await blobs.fetch();
  return {
    columns,
    judged,
    mode,
    format,
    keys: keys.map(keyToJson),
    lines: lines(),
    ...made(layout, { keys, values }, blobs, format !== 'arrow'),
    summary: summaryOf(values, keys),
  };
}

function made(layout, rows, blobs, isText) {
  try {
    const batch = encodeBatch(layout, rows, blobs);
    const bytes = Buffer.from(joined(messageOf(layout, batch)));
    return { rows: batch.length, content: bytes.toString(isText ? 'utf8' : 'base64'), malformed: batch.malformed };
  } catch (e) {
    return { error: `[${e.code}] ${e.message}` };
  }
}

function summaryOf(values, keys) {
  const summary = new Summary(0);
  values.forEach((value, i) => {
    summary.add(value, keyToJson(keys[i]));
  });
  return summary.toJson();
}
