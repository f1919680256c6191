// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The file system; injected, so that tests can fill, break and slow it. */
public interface Disk {
  /** Makes the directory if there is none. */
  void createDirectory(Path directory) throws IOException;

  /** Lets only the owner into the directory. */
  void protect(Path directory) throws IOException;

  /** Makes a new directory that only the owner may enter, where temporary files go. */
  Path createTemporary(String prefix) throws IOException;

  /** Returns the directories with such names where temporary files go, this user's alone. */
  List<Path> temporary(String prefix) throws IOException;

  /**
   * Returns why others could change what is in the directory, as {@code it belongs to root}, or
   * nothing if they cannot.
   */
  Optional<String> distrust(Path directory) throws IOException;

  /** Returns the kind of file system that the directory is on, as the system calls it. */
  String fileSystem(Path directory) throws IOException;

  /** Returns the names of the files in the directory. */
  List<String> list(Path directory) throws IOException;

  /** Returns the lock, or nothing if another agent holds it. */
  Optional<Closeable> lock(Path file) throws IOException;

  /** Creates a file that only the owner may read. */
  Content create(Path file) throws IOException;

  Content open(Path file) throws IOException;

  /** Opens a file that there is, to write to it. */
  Content openToWrite(Path file) throws IOException;

  void delete(Path file) throws IOException;

  /** Returns how many bytes can still be written where the directory is. */
  long free(Path directory) throws IOException;

  /** An open file. */
  interface Content extends Closeable {
    /** Writes some of the buffer, and returns how many bytes: as many as the system takes. */
    int write(ByteBuffer bytes, long position) throws IOException;

    /** Reads at least one byte and returns how many, or returns -1 at the end. */
    int read(ByteBuffer bytes, long position) throws IOException;

    void truncate(long size) throws IOException;

    /** Returns when the bytes are on the device. */
    void force() throws IOException;

    long size() throws IOException;
  }
}
