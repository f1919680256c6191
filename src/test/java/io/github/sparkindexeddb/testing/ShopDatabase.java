// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The database of the quick start's shop, made by the shop's own code. */
public final class ShopDatabase {
  private static final Path GOODS = Path.of("examples/01-quickstart/shop/goods.js");

  /** As many as the app stocks. */
  public static final int PRODUCTS = 200;

  private final int orders;

  private ShopDatabase(int orders) {
    this.orders = orders;
  }

  /** With a tenth as many customers. */
  public static ShopDatabase of(int orders) {
    return new ShopDatabase(orders);
  }

  public BrowserDatabase database() {
    return BrowserDatabase.named("shop")
        .store("orders", "{ keyPath: 'id' }")
        .records(orders())
        .store("customers", "{ keyPath: 'id' }")
        .records(all(orders / 10, "customer(n)"))
        .store("products", "{ keyPath: 'sku' }")
        .records(all(PRODUCTS, "product(n)"));
  }

  /** An expression whose value is an array of all orders. */
  public String orders() {
    return all(orders, "order(n, " + orders / 10 + ", " + PRODUCTS + ")");
  }

  /** An array of {@code expression} over {@code n}, in the scope of the shop's goods. */
  private static String all(int length, String expression) {
    return "(() => { %s%nreturn Array.from({ length: %d }, (_, n) => %s); })()"
        .formatted(goods(), length, expression);
  }

  private static String goods() {
    try {
      return Files.readString(GOODS).replace("export ", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
