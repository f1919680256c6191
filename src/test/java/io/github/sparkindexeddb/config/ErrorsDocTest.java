// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.wire.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code connector-docs/errors.md} explains every error code, and no other. */
class ErrorsDocTest {
  private static final Path PAGE = Path.of("connector-docs", "errors.md");

  @Test
  void theCodesAreTheHeadingsInOrder() throws IOException {
    assertThat(sections().stream().map(section -> section.lines().findFirst().orElse("")))
        .containsExactlyElementsOf(Arrays.stream(ErrorCode.values()).map(Enum::name).toList());
  }

  @TestFactory
  Stream<DynamicTest> everyCodeHasItsNumbersACauseAndWhatToDo() throws IOException {
    List<String> sections = sections();
    return Arrays.stream(ErrorCode.values())
        .map(
            code ->
                DynamicTest.dynamicTest(
                    code.name(),
                    () ->
                        assertThat(sections.get(code.ordinal()))
                            .matches(
                                "(?s)%s\n\nHTTP %d, close code %d\\.\n\n[A-Z].{20,}\\.\n\n\\*\\*What to do\\.\\*\\* .{10,}\\.\n+"
                                    .formatted(code, code.httpStatus(), code.closeCode()))));
  }

  @Test
  void theOverviewLinksEveryCode() throws IOException {
    String overview = Files.readString(PAGE).split("\n## ", 2)[0];
    for (ErrorCode code : ErrorCode.values()) {
      assertThat(overview)
          .contains("[" + code + "](#" + code.name().toLowerCase(Locale.ROOT) + ")");
    }
  }

  private static List<String> sections() throws IOException {
    return Arrays.stream(Files.readString(PAGE).split("\n## ")).skip(1).toList();
  }
}
