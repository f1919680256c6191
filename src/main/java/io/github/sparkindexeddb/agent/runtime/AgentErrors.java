// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.runtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Makes errors for users of what was thrown. */
public final class AgentErrors {
  private AgentErrors() {}

  /**
   * Returns the error that was thrown, or {@code AGENT_FAILED} for a fault of the agent, which is
   * logged.
   */
  public static IndexedDbException of(Throwable thrown) {
    Throwable cause = cause(thrown);
    if (cause instanceof IndexedDbException error) {
      return error;
    }
    FatalErrors.reportIn(cause);
    AgentLog.LOG.error("the agent failed", cause);
    return IndexedDbException.of(
        ErrorCode.AGENT_FAILED,
        "Cannot answer the request: the agent failed. Its log says more; please report it.");
  }

  /**
   * Returns the error that was thrown, naming its client: an export worker does not know whose it
   * is.
   */
  public static IndexedDbException of(ClientName client, Throwable thrown) {
    IndexedDbException error = of(thrown);
    String name = AgentLog.describe(client);
    return error.sentence().contains(name)
        ? error
        : IndexedDbException.of(error.code(), "%s This is of %s.", error.sentence(), name)
            .with((ObjectNode) error.details())
            .with(client.json());
  }

  /**
   * Returns the error that ended a read, naming its client if that is what is wrong: another error
   * is about the data.
   */
  public static IndexedDbException ofRead(ClientName client, Throwable thrown) {
    IndexedDbException error = of(thrown);
    return switch (error.code()) {
      case DATABASE_BUSY, WORKER_FAILED, WORKER_SILENT -> of(client, error);
      default -> error;
    };
  }

  /** Returns what failed a future, without the wrapping that futures add. */
  public static Throwable cause(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** Returns what the innermost cause says, or its class if it says nothing. */
  public static String rootCause(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
