// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica.sql;

import io.github.sparkindexeddb.agent.disk.Disk;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * The file of a replica database, open and proven to be sound.
 *
 * <p>Thread-safe.
 */
public final class SqlDatabase implements Closeable {
  /** To prove the structure of more takes too long for a start. */
  private static final long MAX_PROVEN_BYTES = 2L << 30;

  private final Disk disk;
  private final DatabaseDirectory directory;
  private final DatabaseFailures failures;
  private final WriteTransactions writes;
  private final ReadTransactions reads;

  private SqlDatabase(Disk disk, DatabaseDirectory directory) throws SQLException, IOException {
    this.disk = disk;
    this.directory = directory;
    this.failures = new DatabaseFailures(directory.path());
    SqlSession writer = new SqlSession(Sqlite.writer(directory.file()), failures);
    try {
      requireSound(writer);
      this.writes = new WriteTransactions(writer, directory, failures);
    } catch (SQLException | IOException | RuntimeException e) {
      writer.close();
      throw e;
    }
    this.reads = new ReadTransactions(directory, failures);
  }

  /**
   * Opens the database of a directory, or makes one.
   *
   * @param content writes the first rows
   */
  public static SqlDatabase open(Disk disk, Path path, WriteTransactions.Work<Void> content) {
    Sqlite.requireDriver();
    try {
      DatabaseDirectory directory = DatabaseDirectory.open(disk, path);
      boolean open = false;
      try {
        if (!directory.isMade()) {
          make(disk, directory, content);
        }
        SqlDatabase database = new SqlDatabase(disk, directory);
        open = true;
        return database;
      } finally {
        if (!open) {
          directory.close();
        }
      }
    } catch (SQLException e) {
      throw new DatabaseFailures(path).ofWrite(e);
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  private static void make(
      Disk disk, DatabaseDirectory directory, WriteTransactions.Work<Void> content)
      throws SQLException, IOException {
    Path made = directory.make(disk);
    DatabaseFailures failures = new DatabaseFailures(directory.path());
    try (SqlSession session = new SqlSession(Sqlite.maker(made), failures)) {
      Sqlite.beginToWrite(session);
      Sqlite.writeFormat(session, Schema.FORMAT);
      for (String statement : Schema.STATEMENTS) {
        session.execute(statement);
      }
      content.run(session);
      session.execute("COMMIT");
    }
    directory.finish(made);
  }

  private void requireSound(SqlSession session) throws SQLException, IOException {
    if (Sqlite.readApplication(session) != Sqlite.APPLICATION_ID) {
      throw failures.damaged("its file is of no replica database");
    }
    long format = Sqlite.readFormat(session);
    if (format > Schema.FORMAT) {
      throw IndexedDbException.of(
          ErrorCode.REPLICA_FORMAT,
          "Cannot use the replica database of '%s': its format is %s, and this agent knows those up"
              + " to %s. Start the newer agent that wrote it, or name another directory with"
              + " '--replicas'.",
          directory.path(),
          format,
          Schema.FORMAT);
    }
    if (format != Schema.FORMAT
        || !Sqlite.statements(session).equals(Set.copyOf(Schema.STATEMENTS))) {
      throw failures.damaged("its tables are not those of format " + format);
    }
    if (Files.size(directory.file()) <= MAX_PROVEN_BYTES) {
      requireStructure(session);
    }
  }

  private Void requireStructure(SqlSession session) throws SQLException {
    List<String> problems = Sqlite.problems(session);
    if (!problems.isEmpty()) {
      throw failures.damaged(problems.get(0));
    }
    return null;
  }

  /** Proves the structure of the file and of its indexes. */
  public void requireStructure() {
    reads.read(this::requireStructure);
  }

  /** Returns the transactions that write. */
  public WriteTransactions writes() {
    return writes;
  }

  /** Returns the transactions that read. */
  public ReadTransactions reads() {
    return reads;
  }

  /** Returns what went wrong. */
  public DatabaseFailures failures() {
    return failures;
  }

  /** Returns the directory. */
  public Path directory() {
    return directory.path();
  }

  /** Returns the bytes of the file and of its log. */
  public long bytes() {
    try {
      return Files.size(directory.file()) + Files.size(directory.log());
    } catch (IOException e) {
      AgentLog.LOG.debug("{} is gone", directory.path(), e);
      return 0;
    }
  }

  /** Writes the file anew, as small as it can be, without what was ever deleted. */
  public void compact() {
    writes.rewrite();
  }

  /** Writes a copy of the database as it is now into a new file. */
  public void copy(Path file) {
    try {
      disk.create(file).close();
      try (SqlSession session = new SqlSession(Sqlite.maker(directory.file()), failures)) {
        Sqlite.copy(session, file);
      }
      try (FileChannel copy = FileChannel.open(file, StandardOpenOption.WRITE)) {
        copy.force(true);
      }
    } catch (SQLException | IOException e) {
      throw IndexedDbException.of(
              ErrorCode.REPLICA_FAILED,
              "Cannot copy the replica database to '%s': %s. Name a new file on a disk with room for"
                  + " it.",
              file,
              e)
          .causedBy(e);
    }
  }

  @Override
  public void close() {
    reads.close();
    try (directory) {
      writes.close();
    } catch (IOException e) {
      AgentLog.LOG.warn(
          "the replica database of {} was not closed: {}",
          directory.path(),
          AgentLog.plain(e.toString()));
    }
  }

  private static IndexedDbException unusable(Path path, IOException cause) {
    return IndexedDbException.of(
            ErrorCode.REPLICA_FAILED,
            "Cannot use the replica database of '%s': %s. Name a directory of this user's own on a"
                + " disk of this machine with '--replicas'.",
            path,
            AgentLog.plain(cause.toString()))
        .causedBy(cause);
  }
}
