// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.rows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparkindexeddb.testing.ArrowBatch;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Format;
import io.github.sparkindexeddb.wire.value.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.junit.jupiter.api.Test;

/**
 * Whatever the bytes and wherever they are cut, the checks say what a plain reading of them says.
 */
class BatchCheckPropertyTest {
  private static final int ROUNDS = 20_000;
  private static final List<Column> COLUMNS =
      List.of(
          Column.field("id", Type.Scalar.BIGINT),
          Column.field("text", Type.Scalar.STRING),
          Column.field("tags", new Type.Array(Type.Scalar.STRING)));

  /** Three fields, each in quotes or without any. */
  private static final Pattern CSV_LINES;

  static {
    String field = "(?:\"(?:[^\"]|\"\")*+\"|[^\",\\r\\n]*+)";
    CSV_LINES = Pattern.compile("(?:%s,%s,%s\\n)*+".formatted(field, field, field));
  }

  private static final List<String> TEXTS =
      List.of(
          "", "a", "Zoë 🍊", "a,b", "\"", "\n", "\r\n", "\\", "x".repeat(40), "{}", "\u2028", "é");

  private static final byte[] SPECIAL_BYTES =
      "\"\",\n\r\\{}[]:0-+.eE tfnu\0\t".getBytes(StandardCharsets.US_ASCII);

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(10_000)
                      .maxNumberLength(1 << 20)
                      .build())
              .build());

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  private interface Oracle {
    /** Returns the rows of whole bytes, or -1 if they are not whole rows. */
    long rows(byte[] bytes);
  }

  @Test
  void linesOfCsvAreWhatRfc4180Says() {
    assertAgrees(Format.CSV, this::csv, BatchCheckPropertyTest::csvRows);
  }

  @Test
  void linesOfJsonAreWhatAParserTakes() {
    assertAgrees(Format.NDJSON, this::json, BatchCheckPropertyTest::jsonRows);
  }

  @Test
  void messagesOfArrowAreRecordBatches() {
    assertAgrees(Format.ARROW, this::arrow, BatchCheckPropertyTest::arrowRows);
  }

  private interface Generator {
    byte[] batch(int rows);
  }

  /** Batches as they should be and mutants of them, each in one piece and in pieces. */
  private void assertAgrees(Format format, Generator generator, Oracle oracle) {
    System.out.println("seed " + seed);
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      int rows = random.nextInt(6);
      byte[] honest = generator.batch(rows);
      byte[] bytes = random.nextInt(4) == 0 ? honest : mutant(honest);
      long expected = oracle.rows(bytes);
      String what =
          "seed %d, round %d: %s"
              .formatted(seed, i, new String(bytes, StandardCharsets.ISO_8859_1));
      assertThat(bytes != honest || expected == rows).as(what).isTrue();
      Optional<String> whole = problem(format, bytes, Math.max(0, expected), bytes.length);
      assertThat(whole.isEmpty())
          .as("%s: %s", what, whole)
          .matches(taken -> agrees(format, taken, expected >= 0) && (taken || bytes != honest));
      for (int size : new int[] {1, 7, 1 + random.nextInt(100)}) {
        assertThat(problem(format, bytes, Math.max(0, expected), size)).as(what).isEqualTo(whole);
      }
      assertThat(problem(format, bytes, Math.max(0, expected) + 1, bytes.length))
          .as(what)
          .isPresent();
      refused += expected < 0 ? 1 : 0;
    }
    assertThat(refused).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
  }

  /**
   * Arrow's own classes read tables that reach beyond their message, as far as nothing is there.
   */
  private static boolean agrees(Format format, boolean taken, boolean isRight) {
    return format == Format.ARROW ? isRight || !taken : taken == isRight;
  }

  /** In buffers that begin and end somewhere, of either kind. */
  private Optional<String> problem(Format format, byte[] bytes, long rows, int size) {
    BatchCheck check = BatchCheck.of(format, COLUMNS);
    for (int from = 0; from < bytes.length; from += size) {
      int length = Math.min(size, bytes.length - from);
      int capacity = length + 13;
      ByteBuffer buffer =
          random.nextBoolean()
              ? ByteBuffer.allocate(capacity)
              : ByteBuffer.allocateDirect(capacity);
      buffer.position(5).put(bytes, from, length).limit(5 + length).position(5);
      check.update(buffer);
      assertThat(buffer.remaining()).isEqualTo(length);
    }
    return check.problem(rows);
  }

  private byte[] mutant(byte[] honest) {
    byte[] mutant = honest.clone();
    for (int n = 1 + random.nextInt(2); n > 0 && mutant.length > 0; n--) {
      int at = random.nextInt(mutant.length);
      switch (random.nextInt(6)) {
        case 0 -> mutant[at] = specialByte();
        case 1 -> mutant[at] = (byte) random.nextInt(256);
        case 2 -> mutant = Arrays.copyOf(mutant, at);
        case 3 -> mutant = spliced(mutant, at, at + 1, new byte[0]);
        case 4 -> mutant = spliced(mutant, at, at, new byte[] {specialByte()});
        default -> {
          int to = at + random.nextInt(mutant.length - at);
          mutant = spliced(mutant, at, at, Arrays.copyOfRange(mutant, at, to));
        }
      }
    }
    return mutant;
  }

  private byte specialByte() {
    return SPECIAL_BYTES[random.nextInt(SPECIAL_BYTES.length)];
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    out.writeBytes(between);
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }

  private byte[] csv(int rows) {
    return IntStream.range(0, rows)
        .mapToObj(
            row ->
                IntStream.range(0, COLUMNS.size())
                    .mapToObj(column -> quoted(text()))
                    .collect(Collectors.joining(",", "", "\n")))
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }

  private String quoted(String text) {
    boolean plain = text.matches("[^\",\\r\\n]*") && random.nextBoolean();
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  private String text() {
    return IntStream.range(0, random.nextInt(3))
        .mapToObj(i -> TEXTS.get(random.nextInt(TEXTS.size())))
        .collect(Collectors.joining());
  }

  private byte[] json(int rows) {
    return IntStream.range(0, rows)
        .mapToObj(
            row ->
                COLUMNS.stream()
                    .map(column -> '"' + column.name() + "\":" + value(4))
                    .collect(Collectors.joining(",", "{", "}\n")))
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }

  private String value(int levels) {
    return switch (random.nextInt(levels > 0 ? 9 : 6)) {
      case 0 -> "null";
      case 1 -> String.valueOf(random.nextBoolean());
      case 2 -> String.valueOf(random.nextInt());
      case 3 -> Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
      case 4 -> JSON.valueToTree(text()).toString();
      case 5 -> "\"\\ud83d\\u00E9\\/\\b\"";
      case 6 -> values(levels, "[", "]", "");
      default -> values(levels, "{", "}", "\"n\":");
    };
  }

  private String values(int levels, String open, String close, String name) {
    List<String> values = new ArrayList<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      values.add(name.replace("n", "n" + left) + value(levels - 1));
    }
    return open + String.join(",", values) + close;
  }

  private byte[] arrow(int rows) {
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    int left = rows;
    while (left > 0) {
      int some = 1 + random.nextInt(left);
      messages.writeBytes(ArrowBatch.of(some, ArrowBatch.MIN_BYTES + 8 * random.nextInt(20)));
      left -= some;
    }
    return messages.toByteArray();
  }

  private static Optional<String> decoded(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static long csvRows(byte[] bytes) {
    return decoded(bytes)
        .filter(text -> CSV_LINES.matcher(text).matches())
        .map(
            text ->
                text.replaceAll("\"(?:[^\"]|\"\")*+\"", "").chars().filter(c -> c == '\n').count())
        .orElse(-1L);
  }

  private static long jsonRows(byte[] bytes) {
    String text = decoded(bytes).orElse("?");
    if (text.isEmpty()) {
      return 0;
    }
    String[] lines = text.split("\n", -1);
    boolean ends = lines[lines.length - 1].isEmpty();
    List<String> rows = List.of(lines).subList(0, lines.length - 1);
    return ends && rows.stream().allMatch(BatchCheckPropertyTest::isRow) ? rows.size() : -1;
  }

  /** An object of one name for each column, without space between its tokens. */
  private static boolean isRow(String line) {
    if (line.replaceAll("\"(?:[^\"\\\\]|\\\\.)*+\"", "").matches("(?s).*[ \\t\\r].*")) {
      return false;
    }
    try (JsonParser parser = JSON.createParser(line)) {
      JsonNode row = JSON.readTree(parser);
      return row != null && row.isObject() && parser.nextToken() == null && members(line) == 3;
    } catch (IOException e) {
      return false;
    }
  }

  /** Names count each time, though a tree of them has them once. */
  private static int members(String line) throws IOException {
    int depth = 0;
    int members = 0;
    try (JsonParser parser = JSON.createParser(line)) {
      while (parser.nextToken() != null) {
        switch (parser.currentToken()) {
          case START_OBJECT, START_ARRAY -> depth++;
          case END_OBJECT, END_ARRAY -> depth--;
          case FIELD_NAME -> members += depth == 1 ? 1 : 0;
          default -> {}
        }
      }
    }
    return members;
  }

  /** Reads with Arrow's own classes. */
  private static long arrowRows(byte[] bytes) {
    ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long rows = 0;
    try {
      while (all.hasRemaining()) {
        int mark = all.getInt();
        int size = all.getInt();
        Message message =
            Message.getRootAsMessage(
                all.slice(all.position(), size).order(ByteOrder.LITTLE_ENDIAN));
        RecordBatch batch = (RecordBatch) message.header(new RecordBatch());
        boolean fits = mark == -1 && size > 0 && size % 8 == 0 && message.bodyLength() % 8 == 0;
        boolean is =
            message.headerType() == MessageHeader.RecordBatch && batch.compression() == null;
        if (!fits || !is || message.bodyLength() < 0 || batch.length() < 0) {
          return -1;
        }
        rows += batch.length();
        all.position(Math.toIntExact(all.position() + size + message.bodyLength()));
      }
      return rows;
    } catch (RuntimeException | AssertionError e) {
      return -1;
    }
  }
}
