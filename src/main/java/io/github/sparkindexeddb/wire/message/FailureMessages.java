// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.JsonFields;
import io.github.sparkindexeddb.wire.value.MisfitText;
import java.util.List;
import java.util.Optional;

/**
 * What the errors of an export worker say. The worker sends what a sentence tells and leaves the
 * sentence to the agent, so that every app's users load fewer bytes. The twin of {@code
 * protocol/messages.js}.
 */
final class FailureMessages {
  private static final String NOT_FOUND = "Cannot read %s: there is none. %s";

  private static final String WAIT = "Wait until the app has done its upgrades";

  private FailureMessages() {}

  /** Returns the error in a failure message; one that brings its own sentence keeps it. */
  static IndexedDbException error(JsonNode failure) {
    Optional<List<String>> args =
        JsonFields.of(failure, "failure").optionalList("args", FailureMessages::text);
    ErrorCode code = IndexedDbException.fromJson(failure, ErrorCode.WORKER_FAILED).code();
    ObjectNode whole = failure.deepCopy();
    args.flatMap(told -> sentence(code, told))
        .ifPresent(sentence -> whole.put("message", sentence));
    if (whole.path("message").asText().isEmpty()) {
      whole.remove("message");
    }
    return IndexedDbException.fromJson(whole, ErrorCode.WORKER_FAILED);
  }

  /** Returns nothing for a code of which a worker of another version has more to tell. */
  private static Optional<String> sentence(ErrorCode code, List<String> args) {
    return switch (code) {
      case BAD_MESSAGE ->
          filled("Cannot serve a request: its '%s' is %s. Use an agent of the same version.", args);
      case DATABASE_BUSY -> filled("Cannot read %s: %s. %s, and run the read again.", busy(args));
      case DATABASE_NOT_FOUND, STORE_NOT_FOUND ->
          args.isEmpty() ? Optional.empty() : filled(NOT_FOUND, whereToGo(args));
      case INDEX_NOT_FOUND ->
          filled(
              "Cannot read index '%s' of store '%s': it is no longer what the scan was planned"
                  + " with. Run the query again.",
              args);
      case RECORD_TOO_LARGE ->
          filled(
              "Cannot read the record with key %s: its %s bytes are more than %s. Leave its largest"
                  + " column out of the schema.",
              args);
      case REDACTION_FAILED ->
          filled(
              "Cannot read the record with key %s in store '%s': the app's function for it in"
                  + " SparkIndexedDB.allow(…) %s. Correct it: it has to take every record, at"
                  + " once.",
              redaction(args));
      case STORE_NOT_ALLOWED ->
          filled(
              "Cannot read %s: the app does not allow it. Add it to SparkIndexedDB.allow(…) in the"
                  + " app's service worker.",
              args);
      case STORE_REPLACED ->
          filled(
              "Cannot read store '%s' any further: another seems to be in its place. Start the read"
                  + " anew.",
              args);
      case VALUE_DOES_NOT_FIT ->
          filled(
              "Cannot read %s. Load it again with 'sampleSize=all', with a wider type in"
                  + " 'schemaHints' or the schema, or with 'mode=PERMISSIVE'.",
              args);
      case WORKER_FAILED ->
          filled(
              "Cannot serve the request: the export worker failed with \"%s\". Look into the"
                  + " browser's console.",
              args);
      default -> Optional.empty();
    };
  }

  /** Returns what cannot be read, why, and what helps; of a worker of another version nothing. */
  private static List<String> busy(List<String> args) {
    if (args.size() < 2) {
      return List.of();
    }
    String database = "database '%s'".formatted(args.get(0));
    String why = args.size() < 3 ? "" : args.get(2).replaceFirst("\\.$", "");
    return switch (args.get(1)) {
      case "tabs" ->
          List.of(database, "the app upgrades or deletes it", "Close the app's other tabs");
      case "browser" -> List.of(database, why, "Restart the browser");
      case "upgrade" ->
          List.of("store '%s'".formatted(args.get(0)), "its database was upgraded meanwhile", WAIT);
      default -> List.of(database, why, WAIT);
    };
  }

  /** Returns how the app's function failed instead of its name. */
  private static List<String> redaction(List<String> args) {
    return args.size() == 3
        ? List.of(
            args.get(0),
            args.get(1),
            args.get(2).equals("threw")
                ? "failed: its error is in the browser's console"
                : "gave a promise or a function")
        : args;
  }

  /** Returns a place, which is a database or its store, or a value that does not fit, in words. */
  private static String text(JsonNode told) {
    if (told.isArray()) {
      String database = "database '%s'".formatted(told.path(0).asText());
      return told.size() < 2
          ? database
          : "store '%s' of %s".formatted(told.path(1).asText(), database);
    }
    return told.isObject() ? MisfitText.of(told) : told.asText();
  }

  private static List<String> whereToGo(List<String> args) {
    List<String> available = args.subList(1, args.size());
    return List.of(
        args.get(0),
        available.isEmpty()
            ? "The app allows nothing that exists."
            : "Choose one of: %s.".formatted(String.join(", ", available)));
  }

  private static Optional<String> filled(String text, List<String> args) {
    return text.split("%s", -1).length - 1 == args.size()
        ? Optional.of(text.formatted(args.toArray()))
        : Optional.empty();
  }
}
