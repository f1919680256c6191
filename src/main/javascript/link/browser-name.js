// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** Brands that say nothing, such as `Not:A-Brand`, and the engine, which is a name only for want of another. */
const FILLER = /not.*brand/i;
const ENGINE = 'Chromium';

/** @returns {Promise<string>} name and full version where the browser tells them, as `Chromium 156.0.8078.79`, else its user agent */
export async function browserName() {
  const { userAgentData, userAgent } = /** @type {any} */ (navigator);
  const told = await userAgentData?.getHighEntropyValues(['fullVersionList']).catch(() => null);
  /** @type {{brand: string, version: string}[]} */
  const all = told?.fullVersionList ?? [];
  const brands = all.filter(({ brand }) => !FILLER.test(brand));
  const best = brands.find(({ brand }) => brand !== ENGINE) ?? brands[0];
  return best ? `${best.brand} ${best.version}` : userAgent;
}
