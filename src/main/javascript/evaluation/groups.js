// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { validityOf } from '../columns/row-readers.js';
import { badMessage } from '../protocol/protocol.js';
/** @import { Vector } from '../columns/vector.js' */
/** @import { AggregateJson, AggregationJson, Column, Reference, Type } from '../protocol/protocol.js' */
/** @import { Value } from '../columns/row-readers.js' */
/** @import { ResolvedReference } from './references.js' */
import { leafTypeOf } from './leaf-types.js';
import { resolve, vectorAt } from './references.js';
import { splitSum } from './sums.js';

/** About how many bytes a group takes beside its texts. */
const GROUP_BYTES = 64;

/** Types of which there are sums. */
const SUMMED = new Set(/** @type {unknown[]} */ (['tinyint', 'smallint', 'int', 'bigint']));

/**
 * What one aggregate has seen of each group, by the group's number. `add` takes the group of each row, `parts` makes of
 * a value what is sent.
 * @typedef {object} Accumulator
 * @property {Type} type
 * @property {any[]} values
 * @property {Value | null} start
 * @property {(vectors: Vector[], groups: Int32Array) => void} add
 * @property {(value: any) => any[]} parts
 */

/** Groups of records and what is aggregated of each. Confined to one request. */
export class Groups {
  /** About how many bytes they take. */
  bytes = 0;
  #keys;
  #accumulators;
  /** @type {Map<unknown, number>} */
  #numbers = new Map();
  /** @type {number[][]} by group, the code of each key */
  #groups = [];

  /**
   * @param {AggregationJson} aggregation
   * @param {Column[]} [columns] its inputs
   * @throws {IndexedDbError} BAD_MESSAGE if it makes no sense
   */
  constructor({ groupBy, aggregates }, columns) {
    this.#keys = groupBy.map((reference) => new GroupKey(resolve(reference, columns)));
    this.#accumulators = aggregates.map((aggregate) => this.#accumulatorOf(aggregate, columns));
    if (groupBy.length + aggregates.length === 0) throw badMessage('aggregation', []);
    // All records are one group, even if there is none.
    if (groupBy.length === 0) this.#open([]);
  }

  /**
   * @param {Vector[]} vectors of the input columns
   * @param {number} length
   */
  add(vectors, length) {
    const groups = new Int32Array(length);
    if (this.#keys.length > 0) {
      const codes = this.#keys.map((keys) => keys.codes(vectors, length));
      for (let row = 0; row < length; row++) groups[row] = this.#groupOf(codes, row);
    }
    for (const accumulator of this.#accumulators) accumulator.add(vectors, groups);
  }

  /**
   * Sets the aggregates of all records, which are then one group.
   * @param {Value[]} totals
   */
  fill(totals) {
    this.#accumulators.forEach(({ values }, i) => {
      values[0] = totals[i];
    });
  }

  /** @returns {{vectors: Vector[], length: number}} a row for each group; more for one whose sum is beyond a bigint */
  encode() {
    const rows = this.#rows();
    const vectors = [...this.#keys, ...this.#accumulators].map(({ type }, i) =>
      leafTypeOf(type).encode(
        rows.map((row) => row[i]),
        /** @type {any} */ (null),
      ),
    );
    return { vectors, length: rows.length };
  }

  #rows() {
    const rows = [];
    for (const [group, codes] of this.#groups.entries()) {
      const keys = codes.map((code, i) => this.#keys[i].values[code]);
      const parts = this.#accumulators.map((accumulator) => accumulator.parts(accumulator.values[group]));
      const most = Math.max(1, ...parts.map(({ length }) => length));
      for (let n = 0; n < most; n++)
        rows.push([...keys, ...parts.map((part, i) => (n < part.length ? part[n] : this.#accumulators[i].start))]);
    }
    return rows;
  }

  /**
   * @param {Int32Array[]} codes of each key
   * @param {number} row
   * @returns {number} of the row's group, a new one if need be
   */
  #groupOf(codes, row) {
    const name = codes.length === 1 ? codes[0][row] : codes.map((each) => each[row]).join();
    return (
      this.#numbers.get(name) ??
      this.#open(
        codes.map((each) => each[row]),
        name,
      )
    );
  }

  /**
   * @param {number[]} codes
   * @param {unknown} [name]
   */
  #open(codes, name) {
    for (const accumulator of this.#accumulators) accumulator.values.push(accumulator.start);
    this.bytes += codes.reduce((sum, code, i) => sum + sizeOf(this.#keys[i].values[code]), GROUP_BYTES);
    const group = this.#groups.push(codes) - 1;
    this.#numbers.set(name, group);
    return group;
  }

  /**
   * @param {AggregateJson} aggregate
   * @param {Column[]} [columns]
   * @returns {Accumulator}
   */
  #accumulatorOf({ function: name, of }, columns) {
    if (of === undefined && name === 'count') return countOf(null);
    const place = resolve(/** @type {Reference} */ (of), columns);
    const addSize = (/** @type {number} */ bytes) => (this.bytes += bytes);
    switch (name) {
      case 'count':
        return countOf(place);
      case 'sum':
        return sumOf(place);
      case 'min':
        return extremeOf(place, -1, addSize);
      case 'max':
        return extremeOf(place, 1, addSize);
      default:
        throw badMessage('function', name);
    }
  }
}

/** The distinct values of one key, with a code for each. */
class GroupKey {
  type;
  /** @type {any[]} by code */
  values = [];
  #place;
  #leaf;
  /** @type {Map<unknown, number>} */
  #codes = new Map();

  /** @param {ResolvedReference} place */
  constructor(place) {
    this.type = place.type;
    this.#place = place;
    this.#leaf = leafTypeOf(place.type);
  }

  /**
   * @param {Vector[]} vectors
   * @param {number} length
   * @returns {Int32Array} the code of each row
   */
  codes(vectors, length) {
    const read = this.#leaf.reader(vectorAt(this.#place, vectors));
    const codes = new Int32Array(length);
    for (let row = 0; row < length; row++) codes[row] = this.#codeOf(read(row));
    return codes;
  }

  /** @param {Value | null} value */
  #codeOf(value) {
    const identity = value === null ? null : this.#leaf.identity(value);
    let code = this.#codes.get(identity);
    if (code === undefined) {
      code = this.values.push(normalized(value)) - 1;
      this.#codes.set(identity, code);
    }
    return code;
  }
}

/**
 * @param {Value | null} value
 * @returns {Value | null} without -0, and without the bytes around it
 */
function normalized(value) {
  if (value instanceof Uint8Array) return value.slice();
  return value === 0 ? 0 : value;
}

/** @param {any} value */
function asOnePart(value) {
  return [value];
}

/** @param {Value | null} value */
function sizeOf(value) {
  return typeof value === 'string' || value instanceof Uint8Array ? value.length : 0;
}

/**
 * @param {ResolvedReference | null} place of the values to count; null for rows
 * @returns {Accumulator}
 */
function countOf(place) {
  /** @type {number[]} */
  const values = [];
  return {
    type: 'bigint',
    values,
    start: 0,
    parts: asOnePart,
    add: (vectors, groups) => {
      const isValid = place === null ? () => true : validityOf(vectorAt(place, vectors));
      for (let row = 0; row < groups.length; row++) if (isValid(row)) values[groups[row]]++;
    },
  };
}

/**
 * @param {ResolvedReference} place
 * @returns {Accumulator}
 */
function sumOf(place) {
  /** @type {any[]} */
  const values = [];
  if (!SUMMED.has(place.type)) throw badMessage('type', place.type);
  return {
    type: 'bigint',
    values,
    start: null,
    parts: splitSum,
    add: (vectors, groups) => {
      const read = leafTypeOf(place.type).reader(vectorAt(place, vectors));
      for (let row = 0; row < groups.length; row++) {
        const value = /** @type {number | bigint | null} */ (read(row));
        const group = groups[row];
        if (value !== null) values[group] = (values[group] ?? 0n) + BigInt(value);
      }
    },
  };
}

/**
 * @param {ResolvedReference} place
 * @param {number} sign 1 for the greatest, -1 for the least
 * @param {(bytes: number) => void} addSize
 * @returns {Accumulator}
 */
function extremeOf(place, sign, addSize) {
  /** @type {any[]} */
  const values = [];
  const leafType = leafTypeOf(place.type);
  return {
    type: place.type,
    values,
    start: null,
    parts: asOnePart,
    add: (vectors, groups) => {
      const read = leafType.reader(vectorAt(place, vectors));
      for (let row = 0; row < groups.length; row++) {
        const value = read(row);
        const best = values[groups[row]];
        if (value === null || (best !== null && sign * leafType.compare(value, best) <= 0)) continue;
        addSize(sizeOf(value) - sizeOf(best));
        values[groups[row]] = value instanceof Uint8Array ? value.slice() : value;
      }
    },
  };
}
