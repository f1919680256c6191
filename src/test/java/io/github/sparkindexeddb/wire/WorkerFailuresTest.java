// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.value.MisfitText;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Failures of export workers that are older than the agent, or odd, beside the vectors. */
class WorkerFailuresTest {
  @Test
  void aBusyDatabaseIsToldAsAnOlderWorkerToldIt() {
    String wait = " Wait until the app has done its upgrades, and run the read again.";
    assertThat(sentence("DATABASE_BUSY", "database 'shop'", "AbortError: Gone.", "app"))
        .isEqualTo("Cannot read database 'shop': AbortError: Gone." + wait);
    assertThat(sentence("DATABASE_BUSY", "database 'shop'", "AbortError: Gone."))
        .isEqualTo("Cannot read database 'shop': AbortError: Gone." + wait);
    assertThat(sentence("DATABASE_BUSY", "database 'shop'", "UnknownError: Bad.", "browser"))
        .isEqualTo(
            "Cannot read database 'shop': UnknownError: Bad. Restart the browser, and run the"
                + " read again.");
    String tabs = "the app upgrades or deletes it";
    assertThat(sentence("DATABASE_BUSY", "database 'shop'", tabs, "tabs"))
        .isEqualTo(sentence("DATABASE_BUSY", "shop", "tabs", "undefined"));
  }

  @Test
  void aBusyDatabaseIsToldByWhoHoldsIt() {
    assertThat(sentence("DATABASE_BUSY", "shop", "tabs"))
        .isEqualTo(
            "Cannot read database 'shop': the app upgrades or deletes it. Wait until it has, or"
                + " close the app's other tabs, and run the read again.");
    assertThat(sentence("DATABASE_BUSY", "shop", "transaction"))
        .isEqualTo(
            "Cannot read database 'shop': the app writes into it. Wait until it has, and run the"
                + " read again.");
  }

  @Test
  void aFunctionThatFailedIsToldAsAnOlderWorkerToldIt() {
    String how = "failed: its error is in the browser's console";
    assertThat(sentence("REDACTION_FAILED", "{\"number\":1}", "shop/orders", how))
        .isEqualTo(sentence("REDACTION_FAILED", "{\"number\":1}", "shop/orders", "threw"));
    assertThat(sentence("REDACTION_FAILED", "{\"number\":1}", "shop/orders", "is no function"))
        .contains("SparkIndexedDB.allow(…) is no function. Correct it");
  }

  @Test
  void aValueThatIsNowhereIsMalformed() {
    ObjectNode told = Json.object().put("key", "{}").put("place", "shop/orders");
    told.putArray("path");
    assertThatThrownBy(() -> MisfitText.of(told))
        .isInstanceOf(IndexedDbException.class)
        .hasMessage(
            "[BAD_REQUEST] Cannot read a value that does not fit: its 'path' is '[]', not the way"
                + " to a field. Correct it.");
  }

  private static String sentence(String code, String... args) {
    ObjectNode failure = Json.object().put("type", "failure").put("id", 1).put("message", "");
    List.of(args).forEach(failure.put("code", code).putArray("args")::add);
    return ((Message.Failure) Message.fromJson(failure)).error().sentence();
  }
}
