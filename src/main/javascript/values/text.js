// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** Text and bytes as text, with what newer browsers bring and a way around it for older ones. */

const LONE_SURROGATE = /[\ud800-\udfff]/gu;

/**
 * @param {string} text
 * @returns {string} with each lone surrogate replaced by U+FFFD, as UTF-8 has no form for it
 */
export function wellFormed(text) {
  return text.toWellFormed?.() ?? text.replace(LONE_SURROGATE, '\ufffd');
}

/**
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function toBase64(bytes) {
  const own = /** @type {{toBase64?: () => string}} */ (/** @type {unknown} */ (bytes));
  if (own.toBase64) return own.toBase64();
  const parts = [];
  for (let start = 0; start < bytes.length; start += 0x8000) {
    parts.push(String.fromCharCode(...bytes.subarray(start, start + 0x8000)));
  }
  return btoa(parts.join(''));
}

/**
 * @param {string} text
 * @returns {ArrayBuffer}
 */
export function fromBase64(text) {
  return Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0)).buffer;
}
