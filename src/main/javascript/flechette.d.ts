// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** Flechette's writer of the Arrow stream format alone, without its reader: the package has no types for its inner modules. */
declare module '@uwdata/flechette/src/encode/encode-ipc.js' {
  import type { Schema } from '@uwdata/flechette';

  export interface Sink<T> {
    write(bytes: Uint8Array): void;
    pad(byteCount: number): void;
    finish(): T;
  }
  export interface RecordBatch {
    byteLength: number;
    nodes: ArrayLike<{ length: number; nullCount: number }>;
    regions: { offset: number; length: number }[];
    variadic: number[];
    buffers: Uint8Array[];
  }
  export function encodeIPC<T>(
    data: { schema?: Schema; records?: RecordBatch[] },
    options: { sink: Sink<T> },
  ): Sink<T>;
}

declare module '@uwdata/flechette/src/data-types.js' {
  export * from '@uwdata/flechette';
}

declare module '@uwdata/flechette/src/constants.js' {
  export { Endianness, TimeUnit, Version } from '@uwdata/flechette';
}
