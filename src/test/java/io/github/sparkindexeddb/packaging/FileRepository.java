// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import io.github.sparkindexeddb.testing.Jars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Maven repository in a folder that holds the connector as it is published, and nothing else. */
record FileRepository(Path folder, String version) {
  /** What Maven deploys: the connector jar, and the POM that was made for it. */
  static FileRepository in(Path folder) throws IOException {
    Path jar = Jars.connector();
    String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
    String version = name.substring("spark-indexeddb-".length());
    Path artifact = folder.resolve("io/github/sparkindexeddb/spark-indexeddb").resolve(version);
    Files.createDirectories(artifact);
    Files.copy(jar, artifact.resolve(name + ".jar"));
    Files.copy(Path.of("target", "published-pom.xml"), artifact.resolve(name + ".pom"));
    return new FileRepository(folder, version);
  }

  String coordinates() {
    return "io.github.sparkindexeddb:spark-indexeddb:" + version;
  }

  /** Settings for Ivy that know no other repository: what is not here cannot be had. */
  Path ivySettings() throws IOException {
    return Files.writeString(
        folder.resolve("ivysettings.xml"),
        """
        <ivysettings>
          <settings defaultResolver="folder"/>
          <resolvers>
            <ibiblio name="folder" m2compatible="true" root="%s" checkmodified="true"/>
          </resolvers>
        </ivysettings>
        """
            .formatted(folder.toUri()));
  }
}
