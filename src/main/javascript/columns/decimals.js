// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { Encoder } from './vector.js' */
import { fixed } from './numbers.js';

/** Bounded, as the agent is not trusted. */
const DECIMAL = /^(-?)(\d{1,38})(?:\.(\d{1,38}))?(?:e([+-]\d{1,3}))?$/;

/**
 * Integers, bigints and numbers whose decimal form fits; 128 bits, little-endian.
 * @param {number} precision 1 to 38
 * @param {number} scale 0 to precision
 * @returns {Encoder}
 */
export function decimals(precision, scale) {
  const limit = 10n ** BigInt(precision);
  return fixed(
    { decimal: [precision, scale] },
    (length) => new BigInt64Array(2 * length),
    (words, i, value) => {
      const unscaled = unscaledOf(value, scale);
      if (unscaled === null || unscaled <= -limit || unscaled >= limit) return false;
      words[2 * i] = unscaled;
      words[2 * i + 1] = unscaled >> 64n;
      return true;
    },
  );
}

/**
 * @param {unknown} value that fits
 * @param {number} scale
 * @returns {string} its digits, without an exponent
 */
export function decimalText(value, scale) {
  const unscaled = /** @type {bigint} */ (unscaledOf(value, scale));
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, point)}${scale === 0 ? '' : `.${digits.slice(point)}`}`;
}

/**
 * @param {unknown} value
 * @param {number} scale
 * @returns {bigint | null} the value times ten to the scale, null unless that is an integer
 */
function unscaledOf(value, scale) {
  if (typeof value === 'bigint') return value * 10n ** BigInt(scale);
  return typeof value === 'number' && !Object.is(value, -0) ? unscaledText(String(value), scale) : null;
}

/**
 * @param {string} text of a number
 * @param {number} scale
 * @returns {bigint | null} it times ten to the scale, null unless that is an integer
 */
export function unscaledText(text, scale) {
  const parts = DECIMAL.exec(text);
  if (parts === null) return null;
  const [, sign, whole, fraction = '', exponent = '0'] = parts;
  const shift = scale + Number(exponent) - fraction.length;
  const digits = BigInt(`${sign}${whole}${fraction}`);
  if (shift < 0) return digits % 10n ** BigInt(-shift) === 0n ? digits / 10n ** BigInt(-shift) : null;
  return digits * 10n ** BigInt(shift);
}
