// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Sends what Jetty itself refuses, as broken HTTP, in the one form of errors and without a stack
 * trace.
 */
final class JettyErrorHandler extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    IndexedDbException error =
        isOwnFault(response.getStatus())
            ? IndexedDbException.of(
                ErrorCode.AGENT_FAILED,
                "Cannot answer the request: the agent failed. Its log says more; please report it.")
            : IndexedDbException.of(
                ErrorCode.BAD_REQUEST,
                "Cannot answer the request: it is not HTTP as the agent takes it. Correct it.");
    new HttpExchange(request, response, callback).fail(error);
    return true;
  }

  /** Not implemented, and a version of HTTP that is not supported, are what a peer asked for. */
  private static boolean isOwnFault(int status) {
    return status >= 500 && status != 501 && status != 505;
  }
}
