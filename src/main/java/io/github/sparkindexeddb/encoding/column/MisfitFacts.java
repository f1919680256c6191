// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.column;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.encoding.line.Kinds;
import io.github.sparkindexeddb.encoding.line.Numbers;
import io.github.sparkindexeddb.encoding.line.RecordTape;
import io.github.sparkindexeddb.encoding.line.Strings;
import io.github.sparkindexeddb.encoding.line.Token;
import io.github.sparkindexeddb.encoding.line.Unreadables;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.Optional;

/**
 * What is told of a value that does not fit, as the export worker tells it: no text of the record,
 * as it may be private. {@code MisfitText} makes the words.
 */
public final class MisfitFacts {
  private static final String OTHER = "other";

  private MisfitFacts() {}

  /** Returns what is told of a value that does not fit the type. */
  static ObjectNode of(RecordTape tape, int value, Type type) {
    return tape.kind(value) == Token.UNREADABLE
        ? ofUnreadable(Unreadables.why(tape, value), type)
        : (ObjectNode) described(tape, value).set("type", type.json());
  }

  /** Returns the same with one thing more. */
  static ObjectNode of(RecordTape tape, int value, Type type, String why) {
    return of(tape, value, type).put("why", why);
  }

  /** Returns what is told of a record that has no fields. */
  public static ObjectNode ofRecord(RecordTape tape, int value) {
    if (tape.kind(value) != Token.UNREADABLE) {
      return described(tape, value);
    }
    return Unreadables.unknownClass(Unreadables.why(tape, value))
        .map(name -> named(OTHER, name))
        .orElseGet(() -> named(OTHER, ""));
  }

  /** Returns what is told of a value that has no form. */
  static ObjectNode withoutForm(String why) {
    return named(OTHER, "").put("why", why);
  }

  /** Returns what is told of a Blob whose bytes are lost. */
  static ObjectNode ofLostFile(String why, Type type) {
    ObjectNode file = (ObjectNode) named("blob", "Blob").set("type", type.json());
    return file.put("why", why);
  }

  private static ObjectNode ofUnreadable(String why, Type type) {
    Optional<String> name = Unreadables.unknownClass(why);
    if (name.isPresent()) {
      return (ObjectNode) named(OTHER, name.get()).set("type", type.json());
    }
    Optional<String> places = Unreadables.places(why);
    if (places.isEmpty()) {
      return withoutForm(why);
    }
    ObjectNode list = (ObjectNode) named("list", "Array").set("type", type.json());
    return type instanceof Type.Array && places.get().matches("[0-9]{1,18}")
        ? list.put("why", Long.parseLong(places.get()))
        : list;
  }

  private static ObjectNode described(RecordTape tape, int value) {
    Token kind = tape.kind(value);
    if (kind == Token.BLOB_BYTES) {
      return named(OTHER, "Object");
    }
    ObjectNode told = named(Kinds.of(tape, value).json(), Kinds.className(tape, value));
    return switch (kind) {
      case NUMBER -> told.put("number", Numbers.text(tape, value));
      case SPECIAL_NUMBER -> told.put("number", special(tape, value));
      case BIGINT -> told.put("number", Kinds.digits(tape, value));
      default -> told;
    };
  }

  /** The text of -0 is that of 0. */
  private static String special(RecordTape tape, int number) {
    String text = Strings.exact(tape, tape.tagged(number));
    return text.equals("-0") ? "0" : text;
  }

  private static ObjectNode named(String kind, String name) {
    return Json.object().put("kind", kind).put("class", name);
  }
}
