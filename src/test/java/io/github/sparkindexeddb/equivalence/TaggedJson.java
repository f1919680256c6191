// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** A JavaScript value as tagged JSON, written from the tables of types.md. */
final class TaggedJson {
  private TaggedJson() {}

  static String of(Js value) {
    if (value.equals(Js.INVALID_DATE)) {
      return "{\"$date\":null}";
    } else if (value.isNull()) {
      return "null";
    } else if (value instanceof Js.Obj object) {
      return object(object);
    } else if (value instanceof Js.File file) {
      return "{\"$blob\":{\"name\":%s,\"type\":\"\",\"size\":1,\"lastModified\":%s,\"bytes\":\"eA==\"}}"
          .formatted(quoted(file.name()), of(new Js.Date(file.lastModified())));
    } else if (value instanceof Js.Blob blob) {
      return "{\"$blob\":{\"name\":null,\"type\":%s,\"size\":1,\"lastModified\":null,\"bytes\":\"eA==\"}}"
          .formatted(quoted(blob.type()));
    } else if (value instanceof Js.RegExp regExp) {
      return "{\"$regexp\":{\"source\":%s,\"flags\":%s}}"
          .formatted(quoted(regExp.source()), quoted(regExp.flags()));
    } else if (value instanceof Js.Typed typed) {
      return "{\"$array\":{\"type\":%s,\"values\":%s}}"
          .formatted(quoted(typed.tag()), of(new Js.Arr(typed.elements())));
    } else if (value instanceof Js.SetOf set) {
      return "{\"$set\":" + of(new Js.Arr(set.elements())) + "}";
    } else if (value instanceof Js.MapOf map) {
      return "{\"$map\":" + of(map.pairs()) + "}";
    } else if (value instanceof Js.Arr array) {
      return array.elements().stream()
          .map(TaggedJson::of)
          .collect(Collectors.joining(",", "[", "]"));
    }
    return leaf(value.unboxed());
  }

  private static String leaf(Js value) {
    if (value instanceof Js.Text text) {
      return quoted(text.value());
    } else if (value instanceof Js.Num number) {
      return plain(number.value())
          ? number(number.value())
          : "{\"$number\":\"" + number(number.value()) + "\"}";
    } else if (value instanceof Js.Big big) {
      return "{\"$bigint\":\"" + big.value() + "\"}";
    } else if (value instanceof Js.Date date) {
      return "{\"$date\":" + date.time() + "}";
    } else if (value instanceof Js.Bytes bytes) {
      return "{\"$binary\":\"" + Base64.getEncoder().encodeToString(Model.bytes(bytes)) + "\"}";
    } else if (value instanceof Js.Bool bool) {
      return Boolean.toString(bool.value());
    }
    throw new IllegalArgumentException("no text of " + value);
  }

  private static String object(Js.Obj object) {
    List<String> members = new ArrayList<>();
    object
        .fields()
        .forEach(
            (name, value) ->
                members.add(quoted(name.startsWith("$") ? "$" + name : name) + ":" + of(value)));
    return "{" + String.join(",", members) + "}";
  }

  private static boolean plain(double number) {
    return Double.isFinite(number) && !(number == 0 && 1 / number < 0);
  }

  /** As JavaScript writes it: the fewest digits, with an exponent from 1e21 and below 1e-6. */
  static String number(double number) {
    if (!plain(number)) {
      return number == 0 ? "-0" : Double.toString(number);
    } else if (number == 0) {
      return "0";
    } else if (number < 0) {
      return "-" + number(-number);
    }
    // Java 17 is not always as short; of what is generated this alone differs.
    BigDecimal decimal =
        number == Double.MIN_VALUE ? new BigDecimal("5e-324") : BigDecimal.valueOf(number);
    decimal = decimal.stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent >= -6 && exponent < 21) {
      return decimal.toPlainString();
    }
    BigInteger digits = decimal.unscaledValue();
    String mantissa = new BigDecimal(digits, decimal.precision() - 1).toPlainString();
    return mantissa + "e" + (exponent < 0 ? "" : "+") + exponent;
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      boolean pair = i + 1 < text.length() && Character.isSurrogatePair(unit, text.charAt(i + 1));
      if (pair) {
        quoted.append(unit).append(text.charAt(++i));
      } else if (unit == '"' || unit == '\\') {
        quoted.append('\\').append(unit);
      } else if (unit < ' ' || Character.isSurrogate(unit)) {
        quoted.append(String.format("\\u%04x", (int) unit));
      } else {
        quoted.append(unit);
      }
    }
    return quoted.append('"').toString();
  }
}
