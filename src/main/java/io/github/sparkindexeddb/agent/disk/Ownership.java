// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whose a directory or a link is. Where a file system knows no owners by number, nothing is
 * refused.
 */
public final class Ownership {
  private static final int OTHERS_WRITE = 0022;
  private static final int STICKY = 01000;
  private static final int ROOT = 0;

  private Ownership() {}

  static Optional<String> distrust(Path directory) throws IOException {
    Optional<Integer> user = user();
    if (user.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> link = distrustLink(directory);
    if (link.isPresent()) {
      return link;
    }
    Path real = directory.toRealPath();
    if (!isOwnedBy(user.get(), real)) {
      return Optional.of("it belongs to " + Files.getOwner(real));
    }
    int mode = (Integer) Files.getAttribute(real, "unix:mode");
    return (mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0
        ? Optional.of("others may write in it")
        : Optional.empty();
  }

  /**
   * Returns why a link may lead where others want, as {@code it is a link that belongs to joe};
   * nothing of what is no link, or this user's or root's.
   */
  public static Optional<String> distrustLink(Path path) throws IOException {
    Optional<Integer> user = user();
    return user.isEmpty()
            || !Files.isSymbolicLink(path)
            || isOwnedBy(user.get(), path)
            || isOwnedBy(ROOT, path)
        ? Optional.empty()
        : Optional.of(
            "it is a link that belongs to " + Files.getOwner(path, LinkOption.NOFOLLOW_LINKS));
  }

  static boolean isThisUsers(Path path) {
    try {
      Optional<Integer> user = user();
      return user.isPresent() && isOwnedBy(user.get(), path);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isOwnedBy(int user, Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS) == user;
  }

  /** Java tells the user's name alone, which a container need not have. */
  private static Optional<Integer> user() throws IOException {
    Path self = Path.of("/proc/self");
    if (!self.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return Optional.empty();
    }
    Path owned = Files.exists(self) ? self.toRealPath() : Path.of(System.getProperty("user.home"));
    return Optional.of((Integer) Files.getAttribute(owned, "unix:uid"));
  }
}
