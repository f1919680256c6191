// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.sparkindexeddb.wire.Json;
import java.util.List;

/**
 * An IndexedDB database to create in a tab: stores, indexes, records. What stands for a value is
 * JavaScript, so that every value that IndexedDB can hold can be written down.
 *
 * <p>Immutable but for the store being described; confined to the test's thread.
 */
public final class BrowserDatabase {
  private static final String CREATE =
      """
      {
        const wanted = %s;
        const value = code => (0, eval)('(' + code + ')');
        const database = await new Promise((resolve, reject) => {
          const request = indexedDB.open(wanted.name, wanted.version);
          request.onerror = () => reject(request.error);
          request.onblocked = () => reject(new Error('blocked by another connection'));
          request.onupgradeneeded = () => {
            for (const { name, options, indexes } of wanted.stores) {
              const store = request.result.createObjectStore(name, value(options));
              for (const index of indexes) {
                store.createIndex(index.name, value(index.keyPath), value(index.options));
              }
            }
          };
          request.onsuccess = () => resolve(request.result);
        });
        for (const { name, records, entries } of wanted.stores) {
          const puts = records.flatMap(code => [...value(code)]).map(record => [record])
            .concat(entries.flatMap(code => [...value(code)]).map(([key, record]) => [record, key]));
          for (let at = 0; at < puts.length; at += 10000) {
            const transaction = database.transaction(name, 'readwrite', { durability: 'relaxed' });
            const store = transaction.objectStore(name);
            puts.slice(at, at + 10000).forEach(put => store.put(...put));
            await new Promise((resolve, reject) => {
              transaction.oncomplete = resolve;
              transaction.onabort = () => reject(transaction.error);
            });
          }
        }
        database.close();
      }
      """;

  private final ObjectNode json;
  private final ArrayNode stores;

  private BrowserDatabase(String name) {
    json = Json.object().put("name", name).put("version", 1);
    stores = json.putArray("stores");
  }

  public static BrowserDatabase named(String name) {
    return new BrowserDatabase(name);
  }

  /** The database's version, 1 if not given. */
  public BrowserDatabase version(long version) {
    json.put("version", version);
    return this;
  }

  /**
   * Adds a store; what follows applies to it. {@code options} are those of {@code
   * createObjectStore}, such as <code>{ keyPath: 'id' }</code>.
   */
  public BrowserDatabase store(String name, String options) {
    ObjectNode store = stores.addObject().put("name", name).put("options", options);
    store.putArray("indexes");
    store.putArray("records");
    store.putArray("entries");
    return this;
  }

  /** Adds an index: a key path such as {@code 'customer'} and options such as <code>{}</code>. */
  public BrowserDatabase index(String name, String keyPath, String options) {
    lastStore()
        .withArray("indexes")
        .addObject()
        .put("name", name)
        .put("keyPath", keyPath)
        .put("options", options);
    return this;
  }

  /** Adds one record to a store with a key path or a key generator. */
  public BrowserDatabase record(String javascript) {
    return records("[" + javascript + "]");
  }

  /** Adds all records of an iterable: {@code Array.from({ length: 9 }, (_, i) => ({ id: i }))}. */
  public BrowserDatabase records(String javascript) {
    lastStore().withArray("records").add(javascript);
    return this;
  }

  /** Adds all pairs of key and record of an iterable, to a store without a key path. */
  public BrowserDatabase entries(String javascript) {
    lastStore().withArray("entries").add(javascript);
    return this;
  }

  /** Creates the database in the tab's origin and closes it. */
  public void createIn(Tab tab) {
    tab.evaluate(script());
  }

  /** Creates the database, as statements with top-level {@code await}. */
  String script() {
    return CREATE.formatted(Json.write(json));
  }

  /** What to give to {@code allow} so that all stores of the databases may be exported. */
  public static String allowing(BrowserDatabase... databases) {
    ObjectNode allow = Json.object();
    for (BrowserDatabase database : databases) {
      ArrayNode names = allow.putArray(database.json.get("name").textValue());
      database.stores.forEach(store -> names.add(store.get("name").textValue()));
    }
    return Json.write(allow);
  }

  /** The names of its stores, in the order of their creation. */
  public List<String> stores() {
    return Json.list(stores, store -> store.get("name").textValue());
  }

  private ObjectNode lastStore() {
    if (stores.isEmpty()) {
      throw new IllegalStateException("name a store first");
    }
    return (ObjectNode) stores.get(stores.size() - 1);
  }

  /** A string as JavaScript. */
  public static String text(String value) {
    return Json.write(TextNode.valueOf(value));
  }
}
