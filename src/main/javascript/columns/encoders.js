// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import { decimals } from './decimals.js';
import { maps } from './maps.js';
import { lists, structs } from './nested.js';
import { encodeBooleans, encodeDates, encodeLongs, floats, integers, timestamps } from './numbers.js';
/** @import { Encoder } from './vector.js' */
/** @import { Type } from '../protocol/protocol.js' */
import { encodeBinaries, encodeJson, encodeStrings, encodeTextual } from './texts.js';

/** @type {Map<unknown, Encoder>} */
const SIMPLE = new Map([
  ['boolean', encodeBooleans],
  ['tinyint', integers('tinyint', Int8Array)],
  ['smallint', integers('smallint', Int16Array)],
  ['int', integers('int', Int32Array)],
  ['bigint', encodeLongs],
  ['float', floats('float', Float32Array)],
  ['double', floats('double', Float64Array)],
  ['string', encodeStrings],
  ['text', encodeTextual],
  ['json', encodeJson],
  ['binary', encodeBinaries],
  ['date', encodeDates],
  ['timestamp', timestamps('timestamp')],
  ['timestamp_ntz', timestamps('timestamp_ntz')],
]);

/**
 * @param {Type} type
 * @returns {Encoder} it fails for a type that is none
 */
export function encoderOf(type) {
  const simple = SIMPLE.get(type);
  return simple ?? nestedEncoderFor(/** @type {Exclude<Type, string>} */ (type));
}

/** @param {Exclude<Type, string>} type */
function nestedEncoderFor(type) {
  if ('decimal' in type) return decimals(...type.decimal);
  if ('array' in type) return lists(type.array, encoderOf(type.array));
  if ('map' in type) return maps(type, encoderOf(type.map[0]), encoderOf(type.map[1]));
  return structs(
    type.struct.map((field) => ({ name: field.name, encode: encoderOf(field.type) })),
    type,
  );
}
