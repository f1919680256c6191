// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.wire.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.Test;

/** Spark 3.5 on Java 8: the connector cannot work there, and breaks nothing else. */
class OldJavaTest {
  /** Loads our classes anew, and as Java 8 does: none that was compiled for a newer one. */
  private static final class Java8 extends ClassLoader {
    private static final int NEWEST = 52;

    Java8() {
      super(OldJavaTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("io.github.sparkindexeddb.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? defined(name) : loaded;
    }

    private Class<?> defined(String name) throws ClassNotFoundException {
      try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = file.readAllBytes();
        int version = ByteBuffer.wrap(bytes).getShort(6);
        if (version > NEWEST) {
          throw new UnsupportedClassVersionError(name + " has version " + version);
        }
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  private static DataSourceRegister source() {
    return ServiceLoader.load(DataSourceRegister.class, new Java8()).stream()
        .map(ServiceLoader.Provider::get)
        .filter(source -> source.shortName().equals("indexeddb"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyFormatOfSparkIsStillFound() {
    assertThat(ServiceLoader.load(DataSourceRegister.class, new Java8()))
        .extracting(DataSourceRegister::shortName)
        .contains("csv", "json", "parquet", "indexeddb");
  }

  @Test
  void readingSaysWhichJavaIsNeeded() {
    TableProvider source = (TableProvider) source();
    assertThat(source.getClass()).isNotEqualTo(IndexedDbSource.class);
    String why =
        "[%s] Cannot read IndexedDB: this is Java %s, and the connector needs 17 or newer. Run Spark on a newer Java."
            .formatted(ErrorCode.JAVA_TOO_OLD, System.getProperty("java.version"));
    assertThatThrownBy(() -> source.inferSchema(CaseInsensitiveStringMap.empty())).hasMessage(why);
    assertThatThrownBy(() -> source.getTable(new StructType(), null, Map.of())).hasMessage(why);
  }
}
