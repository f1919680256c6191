// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads and writes members that hold one of an enum's names, in lower case unless a message says
 * otherwise.
 */
public final class JsonEnums {
  private JsonEnums() {}

  /**
   * Returns the constant that a member names.
   *
   * @throws IndexedDbException {@code BAD_REQUEST} if it is missing or names none
   */
  public static <E extends Enum<E>> E required(JsonFields fields, String name, E[] choices) {
    return choice(fields, name, fields.text(name), choices);
  }

  /**
   * Returns the constant that a member names, if there is such a member.
   *
   * @throws IndexedDbException {@code BAD_REQUEST} if it names none
   */
  public static <E extends Enum<E>> Optional<E> optional(
      JsonFields fields, String name, E[] choices) {
    return fields.optionalText(name).map(text -> choice(fields, name, text, choices));
  }

  /** Adds a member that names the constant. */
  public static void write(ObjectNode json, String name, Enum<?> choice) {
    json.put(name, choice.name().toLowerCase(Locale.ROOT));
  }

  private static <E extends Enum<E>> E choice(
      JsonFields fields, String name, String text, E[] choices) {
    return Arrays.stream(choices)
        .filter(choice -> choice.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                fields.invalid(
                    name, text, "one of " + Arrays.toString(choices).toLowerCase(Locale.ROOT)));
  }
}
