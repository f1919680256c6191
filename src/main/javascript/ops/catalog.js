// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/** @import { AllowedStores } from '../store/allowed-stores.js' */
/** @import { StoreView } from '../store/store-view.js' */

/**
 * What is allowed and exists.
 * @param {AllowedStores} stores
 */
export async function catalog(stores) {
  return stores.eachDatabase(async (name, version, views) => {
    return { name, version, stores: await Promise.all(views.map(describe)) };
  });
}

/** @param {StoreView} store */
async function describe(store) {
  const { name, keyPath, autoIncrement, indexes } = store;
  // Indexes name fields, which the app's function may leave out, and nothing can be read by them then.
  return { name, keyPath, autoIncrement, records: await store.count(), indexes: store.isRedacted ? [] : indexes };
}
