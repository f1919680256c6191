// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The vectors that the JavaScript encoders made, and that their tests check too. */
class EncodingVectorsTest {
  @TestFactory
  Stream<DynamicTest> recordsBecomeWhatTheExportWorkerMakesOfThem() throws IOException {
    try (InputStream in = EncodingVectorsTest.class.getResourceAsStream("/wire/encodings.json")) {
      return StreamSupport.stream(Json.parse(in.readAllBytes()).spliterator(), false)
          .map(EncodingVectorsTest::test)
          .toList()
          .stream();
    }
  }

  private static DynamicTest test(JsonNode vector) {
    String rule = vector.path("rule").asText();
    return DynamicTest.dynamicTest(rule, () -> new EncodingVector(vector, rule).check());
  }
}
