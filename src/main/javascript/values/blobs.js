// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { MAX_RECORD_BYTES } from '../protocol/protocol.js';

/**
 * @param {Blob} blob
 * @returns {string} why it has no bytes
 */
export function lossOf({ size }) {
  return size > MAX_RECORD_BYTES ? `is larger than ${MAX_RECORD_BYTES} bytes` : 'can no longer be read';
}

/**
 * The bytes of Blobs, which can only be read after the transaction that found them: encoders take what is here, and
 * what is not is noted, read, and found in the next pass. Confined to one request.
 */
export class BlobReader {
  /** @type {Map<Blob, Uint8Array | undefined>} undefined: it can no longer be read */
  #read = new Map();
  /** @type {Set<Blob>} */
  #wanted = new Set();
  /** How often an encoder met a Blob whose bytes are not here. */
  missed = 0;

  /**
   * @param {Blob} blob
   * @returns {Uint8Array | undefined} no bytes if they are not here yet, undefined if they cannot be read
   */
  read(blob) {
    if (blob.size > MAX_RECORD_BYTES) return undefined;
    if (this.#read.has(blob)) return this.#read.get(blob);
    this.#wanted.add(blob);
    this.missed++;
    return new Uint8Array(0);
  }

  /** Whether Blobs are to be read before records are encoded again. */
  get lacks() {
    return this.#wanted.size > 0;
  }

  /** Forgets what was wanted, as those records will not be encoded. */
  forget() {
    this.#wanted.clear();
  }

  /** Reads what was wanted. */
  async fetch() {
    const blobs = [...this.#wanted];
    this.#wanted.clear();
    await Promise.all(
      blobs.map(async (blob) => {
        const bytes = await blob.arrayBuffer().catch(() => null);
        this.#read.set(blob, bytes === null ? undefined : new Uint8Array(bytes));
      }),
    );
  }
}
