// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

/**
 * The classes of some jars, read when they are asked for. Owns the jars. Confined to one thread.
 */
final class ClassFiles implements AutoCloseable {
  private final List<JarFile> jars = new ArrayList<>();
  private final Map<String, Optional<ClassNode>> read = new HashMap<>();

  static ClassFiles of(List<Path> jars) throws IOException {
    ClassFiles files = new ClassFiles();
    for (Path jar : jars) {
      files.jars.add(new JarFile(jar.toFile()));
    }
    return files;
  }

  /** By its internal name; of the JDK too. */
  Optional<ClassNode> find(String name) {
    return read.computeIfAbsent(name, this::load);
  }

  /** The names of the classes under a folder. */
  List<String> under(String folder) {
    return jars.stream()
        .flatMap(JarFile::stream)
        .map(entry -> entry.getName())
        .filter(name -> name.startsWith(folder) && name.endsWith(".class"))
        .map(name -> name.substring(0, name.length() - ".class".length()))
        .toList();
  }

  private Optional<ClassNode> load(String name) {
    String file = name + ".class";
    try {
      for (JarFile jar : jars) {
        if (jar.getEntry(file) != null) {
          return Optional.of(parsed(jar.getInputStream(jar.getEntry(file))));
        }
      }
      InputStream ofJava = ClassLoader.getPlatformClassLoader().getResourceAsStream(file);
      return ofJava == null ? Optional.empty() : Optional.of(parsed(ofJava));
    } catch (IOException e) {
      throw new AssertionError("cannot read class " + name, e);
    }
  }

  private static ClassNode parsed(InputStream bytes) throws IOException {
    try (bytes) {
      ClassNode node = new ClassNode();
      new ClassReader(bytes).accept(node, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
      return node;
    }
  }

  @Override
  public void close() throws IOException {
    for (JarFile jar : jars) {
      jar.close();
    }
  }
}
