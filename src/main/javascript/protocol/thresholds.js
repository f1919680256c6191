// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * From where on the export worker goes about a request in another way, none of which changes what it answers. Times are
 * in milliseconds. Nobody sets them but tests, which reach with few records what else takes many.
 */
export const thresholds = {
  /**
   * An index is taken if it leaves so many times fewer records: finding one by an index costs more than reading it in a
   * row.
   */
  minIndexGain: 4,

  /** How far indexes are counted before all records are: counting costs more than all else of a plan. */
  maxEntriesCounted: 8000,

  /** The most records that are counted to find whether an index has them all. */
  maxRecordsCounted: 2_000_000,

  /** Most intervals that the parts of a list of fields may multiply to. */
  maxCompoundIntervals: 1000,

  /** Below so many records, a key range or an index is read as one split. */
  minRecordsToSplit: 10_000,

  /** How many keys are fetched at once where all are looked at. */
  keysAtOnce: 20_000,

  /**
   * From how many records on their number is estimated: a count walks over all of them, which takes a tenth of a read.
   */
  minRecordsEstimated: 50_000,

  /** At how many places it is looked how densely keys lie, and at how many keys each. */
  placesSampled: 16,
  keysPerPlace: 64,

  /**
   * The most records fetched at once: larger answers take the browser's main process a third more time for each record.
   */
  maxRecordsAtOnce: 500,

  /** How many bytes a fetch may bring beyond one record, if all are as large as the largest that was seen. */
  maxBytesBeyondOne: 128 << 20,

  /** How long one request may look for records that are wanted before it answers with those that it has. */
  searchTime: 1000,

  /** How long one request may aggregate, and how many bytes of groups it may gather. */
  aggregationTime: 2000,
  maxGroupBytes: 4 << 20,

  /** How long one request may summarize, so that the browser lets the worker live, and how many bytes it may see. */
  summaryTime: 3000,
  maxSummaryBytes: 8 << 20,

  /** How many bytes of records one fetch for a summary is meant to bring. */
  summaryFetchBytes: 1 << 20,

  /** How many batches of one split are read ahead: while one is on its way to the agent, the next is being encoded. */
  batchesAhead: 2,

  /** How many batches of all splits may wait for a request that wants them, and how many bytes. */
  maxBatchesWaiting: 8,
  maxBytesWaiting: 16 << 20,

  /** How long one may wait: a later reader should see later data. */
  maxWaitingAge: 10_000,

  /** After how long one that nobody asked for makes room: its reader is slow or gone. */
  abandonedAge: 1000,
};
