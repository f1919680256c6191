// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.encoding.line.InvalidLineException;
import io.github.sparkindexeddb.encoding.line.Kinds;
import io.github.sparkindexeddb.encoding.line.RecordTape;
import io.github.sparkindexeddb.encoding.line.Strings;
import io.github.sparkindexeddb.encoding.line.Token;
import io.github.sparkindexeddb.encoding.line.Unreadables;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.Kind;
import io.github.sparkindexeddb.wire.value.Summary;
import io.github.sparkindexeddb.wire.value.TypeNode;
import java.util.Optional;

/**
 * What was seen in records that are kept as lines: the twin of {@code summary/summary.js}. Confined
 * to one thread.
 */
public final class Summarizer {
  /** Nesting beyond which an object, list or map is only counted as deep. */
  private static final int MAX_TYPE_LEVELS = 32;

  private final String place;
  private final RecordTape tape = new RecordTape();
  private final SeenTypes root = new SeenTypes();
  private long records;
  private long corrupt;
  private Key firstCorrupt;
  private String reason = "";
  private long ordinal;

  /**
   * Begins without records.
   *
   * @param place database and store, as errors name them: {@code shop/orders}
   */
  public Summarizer(String place) {
    this.place = place;
  }

  /**
   * Adds a record. Where it holds what has no form, nothing is seen; all else of it counts.
   *
   * @param line its tagged JSON in UTF-8, as the export worker wrote it
   * @param newOrdinal how many records of the client come before
   * @throws IndexedDbException {@code BAD_MESSAGE} if the line is no tagged JSON
   */
  public void add(Key key, byte[] line, long newOrdinal) {
    ordinal = newOrdinal;
    tape.clear();
    int record;
    try {
      record = tape.read(line);
    } catch (InvalidLineException e) {
      throw RecordErrors.invalid(place, key, e.getMessage());
    }
    Optional<String> why = Unreadables.reasonBesideFiles(tape, record);
    if (why.isEmpty()) {
      records++;
    } else if (corrupt++ == 0) {
      firstCorrupt = key;
      reason = why.get();
    }
    observe(root, record, 1, TypeNode.MAX_ROOT_NAMES);
  }

  /** Returns what was seen so far. */
  public Summary summary() {
    ObjectNode json = Json.object().put("records", records);
    ObjectNode example = json.putObject("corrupt").put("count", corrupt);
    if (corrupt > 0) {
      example.set("key", firstCorrupt.json());
      example.put("reason", reason);
    }
    json.set("root", root.json());
    return Summary.fromJson(json);
  }

  private void observe(SeenTypes seen, int value, int level, int maxNames) {
    Token token = tape.kind(value);
    if (token == Token.UNREADABLE) {
      return;
    }
    Kind kind = Kinds.of(tape, value);
    boolean nests = kind == Kind.OBJECT || kind == Kind.LIST || kind == Kind.MAP;
    if (nests && level > MAX_TYPE_LEVELS) {
      seen.count(Kind.DEEP);
      return;
    }
    seen.count(kind);
    switch (token) {
      case OBJECT -> observeObject(seen, value, level + 1, maxNames);
      case LIST -> observeList(seen.list(), value, level + 1);
      case SET -> observeList(seen.list(), tape.tagged(value), level + 1);
      case MAP -> observeMap(seen, tape.tagged(value), level + 1);
      default -> {}
    }
  }

  private void observeObject(SeenTypes seen, int object, int level, int maxNames) {
    seen.beginObject();
    int position = 0;
    for (int name = object + 1; !tape.isClose(name); name = tape.next(name + 1)) {
      SeenTypes field = seen.field(Strings.exact(tape, name), ordinal, position++, maxNames);
      observe(field, name + 1, level, TypeNode.MAX_NESTED_NAMES);
    }
  }

  private void observeList(SeenTypes seen, int list, int level) {
    for (int each = list + 1; !tape.isClose(each); each = tape.next(each)) {
      observe(seen, each, level, TypeNode.MAX_NESTED_NAMES);
    }
  }

  private void observeMap(SeenTypes seen, int pairs, int level) {
    SeenTypes keys = seen.keys();
    SeenTypes values = seen.values();
    for (int pair = pairs + 1; !tape.isClose(pair); pair = tape.next(pair)) {
      observe(keys, pair + 1, level, TypeNode.MAX_NESTED_NAMES);
      observe(values, tape.next(pair + 1), level, TypeNode.MAX_NESTED_NAMES);
    }
  }
}
