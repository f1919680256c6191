// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.testing.Jars;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class JarIT {
  private static final String OURS = "io/github/sparkindexeddb/";
  private static final List<String> CONNECTOR =
      List.of(
          "META-INF/(LICENSE|NOTICE)",
          "META-INF/MANIFEST\\.MF",
          "META-INF/services/io\\.github\\.sparkindexeddb\\.shaded\\..+",
          "META-INF/services/org\\.apache\\.spark\\.sql\\.sources\\.DataSourceRegister",
          OURS + "(agent|client|config|encoding|hadoop|schema|spark|wire)/.+",
          OURS + "browser/(export-worker|page-link)\\.js",
          OURS
              + "shaded/(arrow|flatbuffers|jetty|jose4j|kotlin|okhttp3|okio|picocli|prometheus)/.+");
  private static final List<String> AGENT =
      List.of(
          "META-INF/(FastDoubleParser-|sqlite-jdbc-|thirdparty-)?(LICENSE|NOTICE)(\\.txt)?",
          "META-INF/MANIFEST\\.MF",
          "META-INF/services/java\\.sql\\.Driver",
          "META-INF/services/com\\.fasterxml\\.jackson\\.core\\..+",
          "META-INF/services/org\\.eclipse\\.jetty\\..+",
          "META-INF/services/org\\.slf4j\\.spi\\.SLF4JServiceProvider",
          OURS + "(agent|config|encoding|schema|wire)/.+",
          OURS + "browser/(export-worker|page-link)\\.js",
          "com/fasterxml/jackson/(annotation|core|databind)/.+",
          "com/google/flatbuffers/.+",
          "io/prometheus/metrics/.+",
          "org/apache/arrow/flatbuf/.+",
          "org/eclipse/jetty/.+",
          "org/jose4j/.+",
          "org/slf4j/.+",
          "org/sqlite/[^/]+\\.(class|properties)",
          "org/sqlite/(core|date|javax|jdbc3|jdbc4|util|nativeimage)/.+",
          "org/sqlite/native/Linux(-Musl)?/(x86_64|aarch64)/.+",
          "org/sqlite/native/Mac/(x86_64|aarch64)/.+",
          "org/sqlite/native/Windows/x86_64/.+",
          "picocli/.+",
          "sqlite-jdbc\\.properties");

  @Test
  void connectorHoldsOursAndRelocatedLibrariesOnly() {
    assertHoldsOnly(Jars.connector(), CONNECTOR);
  }

  @Test
  void agentHoldsTheServerAndWhatItNeedsOnly() {
    assertHoldsOnly(Jars.agent(), AGENT);
  }

  @Test
  void bothCarryTheNoticeOfArrow() throws IOException {
    for (Path jar : List.of(Jars.connector(), Jars.agent())) {
      try (JarFile file = new JarFile(jar.toFile())) {
        byte[] notice = file.getInputStream(file.getEntry("META-INF/NOTICE")).readAllBytes();
        assertThat(new String(notice, StandardCharsets.UTF_8)).contains("Arrow Format");
      }
    }
  }

  @Test
  void onlyTheAgentCarriesSqliteAndForTheSystemsThatItRunsOn() {
    assertThat(Jars.files(Jars.agent()).stream().filter(JarIT::isNative))
        .containsExactlyInAnyOrder(
            "org/sqlite/native/Linux/x86_64/libsqlitejdbc.so",
            "org/sqlite/native/Linux/aarch64/libsqlitejdbc.so",
            "org/sqlite/native/Linux-Musl/x86_64/libsqlitejdbc.so",
            "org/sqlite/native/Linux-Musl/aarch64/libsqlitejdbc.so",
            "org/sqlite/native/Mac/x86_64/libsqlitejdbc.dylib",
            "org/sqlite/native/Mac/aarch64/libsqlitejdbc.dylib",
            "org/sqlite/native/Windows/x86_64/sqlitejdbc.dll");
    assertThat(Jars.files(Jars.connector())).noneMatch(name -> name.contains("sqlite/"));
  }

  private static boolean isNative(String name) {
    return name.startsWith("org/sqlite/native/");
  }

  @Test
  void bothCarryTheBrowserFiles() {
    for (Path jar : List.of(Jars.connector(), Jars.agent())) {
      assertThat(Jars.files(jar))
          .contains(OURS + "browser/export-worker.js", OURS + "browser/page-link.js");
    }
  }

  @Test
  void ourClassesReferToRelocatedLibrariesOnly() throws IOException {
    Pattern unrelocated =
        Pattern.compile(
            "(?<!shaded/)\\b(?:com/google/flatbuffers|okhttp3|io/prometheus|okio|picocli"
                + "|org/apache/arrow/flatbuf|org/eclipse/jetty|org/jose4j)/[A-Za-z]+");
    try (JarFile jar = new JarFile(Jars.connector().toFile())) {
      assertThat(jar.stream().filter(entry -> isOurs(entry.getName())).toList())
          .isNotEmpty()
          .allSatisfy(
              entry -> {
                byte[] bytes = jar.getInputStream(entry).readAllBytes();
                String text = new String(bytes, StandardCharsets.ISO_8859_1);
                assertThat(unrelocated.matcher(text).results().map(match -> match.group()))
                    .as(entry.getName())
                    .isEmpty();
              });
    }
  }

  /** Not the libraries' own classes: the metadata in Kotlin's keep the first names as text. */
  private static boolean isOurs(String name) {
    return name.startsWith(OURS) && !name.contains("/shaded/") && name.endsWith(".class");
  }

  private static void assertHoldsOnly(Path jar, List<String> patterns) {
    Pattern expected = Pattern.compile(String.join("|", patterns));
    assertThat(Jars.files(jar))
        .as("files in %s that nobody expects", jar.getFileName())
        .filteredOn(name -> !expected.matcher(name).matches())
        .isEmpty();
  }
}
