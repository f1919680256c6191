// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import io.github.sparkindexeddb.wire.PlainText;
import io.github.sparkindexeddb.wire.value.MisfitText;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the errors of an export worker say. The worker sends what a sentence tells and leaves the
 * sentence to the agent, so that every app's users load fewer bytes. The twin of {@code
 * protocol/messages.js}.
 */
final class FailureMessages {
  private static final String NOT_FOUND = "Cannot read %s: there is none. %s";

  private static final String TABS =
      "Wait until it has, or close the app's other tabs, and run the read again";

  private static final String BROWSER = "Restart the browser, and run the read again";

  private static final String APP =
      "Wait until the app has done its upgrades, and run the read again";

  private static final String NO_SENTENCE =
      "Cannot tell what failed: the peer sent no message. Look into its log.";

  private static final int MAX_DETAILS = 16;

  /** What an export worker can meet; its page link adds that the worker is silent. */
  private static final Set<ErrorCode> OF_PAGES =
      EnumSet.of(
          ErrorCode.BAD_MESSAGE,
          ErrorCode.DATABASE_BUSY,
          ErrorCode.DATABASE_NOT_FOUND,
          ErrorCode.INDEX_NOT_FOUND,
          ErrorCode.RECORD_TOO_LARGE,
          ErrorCode.REDACTION_FAILED,
          ErrorCode.STORE_NOT_ALLOWED,
          ErrorCode.STORE_NOT_FOUND,
          ErrorCode.STORE_REPLACED,
          ErrorCode.VALUE_DOES_NOT_FIT,
          ErrorCode.WORKER_FAILED,
          ErrorCode.WORKER_SILENT);

  private FailureMessages() {}

  /** Returns the error in a failure message; one that brings its own sentence keeps it. */
  static IndexedDbException error(JsonNode failure) {
    Optional<List<String>> args =
        JsonFields.of(failure, "failure").optionalList("args", FailureMessages::text);
    ErrorCode code = code(failure);
    String sentence =
        args.flatMap(told -> sentence(code, told)).orElse(failure.path("message").asText());
    return IndexedDbException.of(
            code, "%s", sentence.isEmpty() ? NO_SENTENCE : PlainText.sentence(sentence))
        .with(details(failure.path("details")));
  }

  /** Any other is the agent's own: a page that said it would speak in the agent's name. */
  private static ErrorCode code(JsonNode failure) {
    ErrorCode code = ErrorCode.named(failure.path("code").asText(), ErrorCode.WORKER_FAILED);
    return OF_PAGES.contains(code) ? code : ErrorCode.WORKER_FAILED;
  }

  /** Returns the details that are a text, a number or a boolean, the first of them. */
  private static ObjectNode details(JsonNode told) {
    ObjectNode details = Json.object();
    told.fields()
        .forEachRemaining(
            detail -> {
              if (details.size() < MAX_DETAILS && detail.getValue().isValueNode()) {
                details.set(PlainText.of(detail.getKey()), plain(detail.getValue()));
              }
            });
    return details;
  }

  private static JsonNode plain(JsonNode value) {
    return value.isTextual() || value.isBigInteger()
        ? TextNode.valueOf(PlainText.of(value.asText()))
        : value;
  }

  /** Returns nothing for a code of which a worker of another version has more to tell. */
  private static Optional<String> sentence(ErrorCode code, List<String> args) {
    return switch (code) {
      case BAD_MESSAGE ->
          filled("Cannot serve a request: its '%s' is %s. Use an agent of the same version.", args);
      case DATABASE_BUSY -> filled("Cannot read %s: %s. %s.", busy(args));
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

  /** Returns what cannot be read, why, and what helps; an older worker tells them in words. */
  private static List<String> busy(List<String> args) {
    if (args.size() < 2) {
      return List.of();
    }
    String database = "database '%s'".formatted(args.get(0));
    String error = args.size() < 3 ? "" : withoutStop(args.get(2));
    return switch (args.get(1)) {
      case "tabs" -> List.of(database, "the app upgrades or deletes it", TABS);
      case "transaction" ->
          List.of(database, "the app writes into it", "Wait until it has, and run the read again");
      case "browser" -> List.of(database, error, BROWSER);
      // A worker takes what the browser cannot read for an upgrade, which ends connections as it
      // does.
      case "app" -> List.of(database, error, error.startsWith("UnknownError") ? BROWSER : APP);
      case "upgrade" ->
          List.of("store '%s'".formatted(args.get(0)), "its database was upgraded meanwhile", APP);
      default -> List.of(args.get(0), withoutStop(args.get(1)), remedy(error));
    };
  }

  private static String remedy(String culprit) {
    return switch (culprit) {
      case "tabs" -> TABS;
      case "browser" -> BROWSER;
      default -> APP;
    };
  }

  private static String withoutStop(String sentence) {
    return sentence.replaceFirst("\\.$", "");
  }

  /** Returns how the app's function failed instead of its name; words of an older worker stay. */
  private static List<String> redaction(List<String> args) {
    return args.size() == 3 ? List.of(args.get(0), args.get(1), failing(args.get(2))) : args;
  }

  private static String failing(String how) {
    return switch (how) {
      case "threw" -> "failed: its error is in the browser's console";
      case "null", "undefined" -> "gave a promise or a function";
      default -> how;
    };
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
