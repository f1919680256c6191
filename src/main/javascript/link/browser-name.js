// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** Brands that say nothing, such as `Not:A-Brand`, and the engine, which is a name only for want of another. */
const FILLER = /not.*brand/i;
const ENGINE = 'Chromium';

/**
 * @returns {Promise<string>} name and full version where the browser tells them, as `Chromium 156.0.8078.79`, else its
 *   user agent
 */
export async function browserName() {
  const { userAgentData, userAgent } = /** @type {any} */ (navigator);
  try {
    /** @type {{fullVersionList: {brand: string, version: string}[]}} */
    const { fullVersionList } = await userAgentData.getHighEntropyValues(['fullVersionList']);
    const brands = fullVersionList.filter(({ brand }) => !FILLER.test(brand));
    const { brand, version } = brands.find(({ brand }) => brand !== ENGINE) ?? brands[0];
    return `${brand} ${version}`;
  } catch {
    // It has no such list, or may not tell it.
    return userAgent;
  }
}
