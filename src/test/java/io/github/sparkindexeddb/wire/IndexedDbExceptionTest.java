// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class IndexedDbExceptionTest {
  @Test
  void aTemplateTakesItsArgumentsInOrder() {
    IndexedDbException error =
        IndexedDbException.of(
            ErrorCode.STORE_NOT_FOUND, "Cannot read '%s': %s of %s. Stop.", "shop/orders", 1, 2L);
    assertThat(error.code()).isEqualTo(ErrorCode.STORE_NOT_FOUND);
    assertThat(error.sentence()).isEqualTo("Cannot read 'shop/orders': 1 of 2. Stop.");
    assertThat(error)
        .hasMessage("[STORE_NOT_FOUND] Cannot read 'shop/orders': 1 of 2. Stop.")
        .hasNoCause();
    assertThat(error.details()).isEqualTo(Json.object());
  }

  @Test
  void percentSignsAreTextInTemplatesAndArguments() {
    assertThat(sentence("Cannot use 100 % or %d of '%s' and '%s'.", "%s %n %", "a%20b"))
        .isEqualTo("Cannot use 100 % or %d of '%s %n %' and 'a%20b'.");
    assertThat(sentence("Cannot use 100 %.")).isEqualTo("Cannot use 100 %.");
  }

  @Test
  void aWrongNumberOfArgumentsHidesNothing() {
    assertThat(sentence("Cannot read %s: %s.", "a")).isEqualTo("Cannot read a: %s.");
    assertThat(sentence("Cannot read %s.", "a", "b", 3)).isEqualTo("Cannot read a. [b, 3]");
    assertThat(sentence("Cannot read %s.", (Object) null)).isEqualTo("Cannot read null.");
  }

  @Test
  void whateverIsQuotedTheMessageIsOnePlainLine() {
    IndexedDbException error =
        IndexedDbException.of(
            ErrorCode.STORE_NOT_FOUND, "Cannot read '%s'. Stop.", "a\r\n\u001b[2J\u202e\u2028b");
    assertThat(error.sentence()).isEqualTo("Cannot read 'a???[2J??b'. Stop.");
    assertThat(error).hasMessage("[STORE_NOT_FOUND] Cannot read 'a???[2J??b'. Stop.");
    assertThat(
            IndexedDbException.fromJson(
                Json.object().put("message", "one\ntwo"), ErrorCode.AGENT_FAILED))
        .hasMessage("[AGENT_FAILED] one?two");
  }

  @Test
  void numbersAreOfNoCountry() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertThat(sentence("Cannot hold %s and %s.", 1_234_567, 1.5))
          .isEqualTo("Cannot hold 1234567 and 1.5.");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void detailsAreOfAnyJsonKindAndKeepTheirOrder() {
    IndexedDbException error =
        IndexedDbException.of(ErrorCode.TOO_FEW_CLIENTS, "Cannot read.")
            .with("minClients", 3)
            .with("clients", List.of("ann", "bob"))
            .with("sure", true)
            .with(Json.object().put("nearest", "orders"))
            .with("range", Json.object().put("from", 1));
    assertThat(Json.write(error.details()))
        .isEqualTo(
            "{\"minClients\":3,\"clients\":[\"ann\",\"bob\"],\"sure\":true,\"nearest\":\"orders\","
                + "\"range\":{\"from\":1}}");
    assertThat(error.sentence()).isEqualTo("Cannot read.");
  }

  @Test
  void detailsAndCauseMayBeGivenInAnyOrder() {
    IOException cause = new IOException("reset");
    for (IndexedDbException error :
        List.of(
            IndexedDbException.of(ErrorCode.AGENT_UNREACHABLE, "Cannot reach it.")
                .causedBy(cause)
                .with("port", 1),
            IndexedDbException.of(ErrorCode.AGENT_UNREACHABLE, "Cannot reach it.")
                .with("port", 1)
                .causedBy(cause))) {
      assertThat(error).hasMessage("[AGENT_UNREACHABLE] Cannot reach it.").hasCause(cause);
      assertThat(error.details().path("port").asInt()).isEqualTo(1);
    }
  }

  @Test
  void itTravelsWithAllItSays() throws IOException, ClassNotFoundException {
    IndexedDbException error =
        IndexedDbException.of(ErrorCode.CLIENT_LOST, "Cannot read %s.", "100 %").with("n", 7);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(error);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      IndexedDbException read = (IndexedDbException) in.readObject();
      assertThat(read).hasMessage("[CLIENT_LOST] Cannot read 100 %.");
      assertThat(read.code()).isEqualTo(ErrorCode.CLIENT_LOST);
      assertThat(read.details()).isEqualTo(error.details());
    }
  }

  private static String sentence(String template, Object... args) {
    return IndexedDbException.of(ErrorCode.AGENT_FAILED, template, args).sentence();
  }
}
