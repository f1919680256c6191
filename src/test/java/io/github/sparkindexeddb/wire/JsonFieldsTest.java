// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class JsonFieldsTest {
  @Test
  void repeatsAtMostAHundredCharactersOfAValue() {
    assertThat(refusal(Json.object().put("count", "x".repeat(98)), "count"))
        .contains("its 'count' is '\"" + "x".repeat(98) + "\"', not an integer");
    assertThat(refusal(Json.object().put("count", "x".repeat(99)), "count"))
        .contains("its 'count' is '\"" + "x".repeat(98) + "…', not an integer");
  }

  @Test
  void cutsBetweenCharactersOnly() {
    assertThat(refusal(Json.object().put("count", "😀".repeat(200)), "count"))
        .contains("is '\"" + "😀".repeat(98) + "…', not");
  }

  @Test
  void neverShowsAToken() {
    ObjectNode inside = Json.object();
    inside.putObject("count").putArray("x").addObject().put("token", "31415926");
    assertThat(refusal(Json.object().put("token", 3.1415926), "token"))
        .contains("its 'token' is not an integer")
        .doesNotContain("1415926");
    assertThat(refusal(inside, "count"))
        .contains("its 'count' is not an integer")
        .doesNotContain("1415926");
  }

  private static String refusal(ObjectNode json, String member) {
    JsonFields fields = JsonFields.of(json, "thing");
    return catchThrowableOfType(IndexedDbException.class, () -> fields.integer(member))
        .getMessage();
  }
}
