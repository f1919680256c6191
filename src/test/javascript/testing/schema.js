// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import * as arrow from '../../../main/javascript/node_modules/@uwdata/flechette/src/index.js';

/** How Flechette calls what the protocol calls a type. */
const SIMPLE = {
  boolean: arrow.bool(),
  tinyint: arrow.int8(),
  smallint: arrow.int16(),
  int: arrow.int32(),
  bigint: arrow.int64(),
  float: arrow.float32(),
  double: arrow.float64(),
  string: arrow.utf8(),
  text: arrow.utf8(),
  json: arrow.utf8(),
  binary: arrow.binary(),
  date: arrow.dateDay(),
  timestamp: arrow.timestamp(arrow.TimeUnit.MICROSECOND, 'UTC'),
  timestamp_ntz: arrow.timestamp(arrow.TimeUnit.MICROSECOND),
};

/**
 * The head of a split, as the agent writes it.
 * @param {{name: string, type: any}[]} columns
 * @returns {Uint8Array} the schema message
 */
export function schemaMessage(columns) {
  const schema = {
    version: arrow.Version.V5,
    endianness: arrow.Endianness.Little,
    fields: columns.map(fieldOf),
    metadata: null,
  };
  const stream = arrow.tableToIPC(new arrow.Table(schema, []), { format: 'stream' });
  return stream.subarray(0, -8);
}

/**
 * @param {{columns: any[], aggregation?: {groupBy: string[][], aggregates: {function: string, of?: string[]}[]}}}
 *   request
 * @returns {{name: string, type: any}[]} the columns of its batches
 */
export function columnsOf({ columns, aggregation }) {
  if (aggregation === undefined) return columns;
  const keys = aggregation.groupBy.map((reference, i) => ({ name: `g${i}`, type: typeOf(reference, columns) }));
  const isOfField = ({ function: name }) => name === 'min' || name === 'max';
  const aggregates = aggregation.aggregates.map((each, i) => ({
    name: `a${i}`,
    type: isOfField(each) ? typeOf(each.of ?? [], columns) : 'bigint',
  }));
  return [...keys, ...aggregates];
}

/** @param {string[]} reference @param {{name: string, type: any}[]} fields */
function typeOf([name, ...names], fields) {
  const { type } = /** @type {{type: any}} */ (fields.find((field) => field.name === name));
  return names.length === 0 ? type : typeOf(names, type.struct);
}

function fieldOf({ name, type }) {
  return arrow.field(name, arrowType(type));
}

function arrowType(type) {
  if (typeof type === 'string') return SIMPLE[type];
  if (type.decimal) return arrow.decimal128(...type.decimal);
  if (type.array) return arrow.list(fieldOf({ name: 'element', type: type.array }));
  if (type.struct) return arrow.struct(type.struct.map(fieldOf));
  const [key, value] = type.map.map(arrowType);
  return arrow.map(arrow.field('key', key, false), arrow.field('value', value));
}
