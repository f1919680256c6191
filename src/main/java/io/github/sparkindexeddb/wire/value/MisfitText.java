// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.value;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where which value does not fit its type, for people: {@code field 'a' of the record with key
 * {"number":1} in store 'shop/orders': a string does not fit int}. Browsers tell what they found
 * and leave the words to the agent. The twin of {@code inWords} in {@code protocol/messages.js}.
 */
public final class MisfitText {
  private MisfitText() {}

  /** Returns the words for a value as export workers tell it; a text, of an older one, as it is. */
  public static String of(JsonNode told) {
    if (told.isTextual()) {
      return told.asText();
    }
    JsonFields fields = JsonFields.of(told, "value that does not fit");
    return "%s of the record with key %s in store '%s': %s"
        .formatted(place(fields), fields.text("key"), fields.text("place"), reason(told, fields));
  }

  private static String place(JsonFields fields) {
    if (fields.optionalText("source").equals(Optional.of("key"))) {
      return "the key";
    }
    List<String> steps =
        fields.list("path", step -> (step.isNumber() ? "[%s]" : ".%s").formatted(step.asText()));
    if (steps.isEmpty()) {
      throw fields.invalid("path", "[]", "the way to a field");
    }
    return "field '%s'".formatted(String.join("", steps).substring(1));
  }

  private static String reason(JsonNode told, JsonFields fields) {
    String name = nameOfValue(fields);
    JsonNode why = told.path("why");
    Optional<JsonNode> type = fields.present("type");
    if (type.isEmpty()) {
      return why.isTextual()
          ? "the value has no form: " + why.asText()
          : name + " has no fields, as the record should";
    }
    String fits = "does not fit " + nameOfType(type.get());
    if (why.asText().equals("twice")) {
      return "%s as a second key of the same form %s".formatted(name, fits);
    }
    return switch (fields.text("kind")) {
      case "map" -> name + (type.get().has("map") ? " with a null key " : " ") + fits;
      case "list" ->
          name + " " + fits + (why.isNumber() ? ": it has %s places".formatted(why.asText()) : "");
      case "date" ->
          name
              + " "
              + fits
              + (type.get().asText().equals("date") ? ": it is not midnight in UTC" : "");
      default -> name + " " + fits + (why.isTextual() ? ": " + why.asText() : "");
    };
  }

  /** Returns "the number 5.5", "a string". */
  private static String nameOfValue(JsonFields fields) {
    String kind = fields.text("kind");
    String name = fields.text("class");
    Optional<JsonNode> number = fields.present("number");
    if (number.isPresent()) {
      String digits = number.get().asText();
      if (number.get().isNumber()) {
        return "a %s-digit bigint".formatted(digits);
      }
      return "the number " + (kind.equals("number") && digits.equals("0") ? "-0" : digits);
    }
    return switch (kind) {
      case "null" -> "null";
      case "boolean" -> "a boolean";
      case "string" -> "a string";
      case "binary" -> "binary data";
      case "object" -> "an object";
      default -> name.isEmpty() ? "a record that the browser cannot read" : a(name);
    };
  }

  private static String a(String name) {
    return (name.matches("[AEIOU].*") ? "an " : "a ") + name;
  }

  /** Returns the type as SQL spells it. */
  private static String nameOfType(JsonNode type) {
    if (type.has("decimal")) {
      return "decimal(%s)".formatted(joined(type.get("decimal"), JsonNode::asText));
    }
    if (type.has("array")) {
      return "array<%s>".formatted(nameOfType(type.get("array")));
    }
    if (type.has("map")) {
      return "map<%s>".formatted(joined(type.get("map"), MisfitText::nameOfType));
    }
    if (type.has("struct")) {
      return "struct<%s>".formatted(joined(type.get("struct"), MisfitText::nameOfField));
    }
    return type.asText();
  }

  private static String nameOfField(JsonNode field) {
    return field.path("name").asText() + ":" + nameOfType(field.path("type"));
  }

  private static String joined(JsonNode parts, Function<JsonNode, String> nameOf) {
    return Json.list(parts, nameOf).stream().collect(Collectors.joining(","));
  }
}
