// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.client.ScriptedAgent.RecordedRequest;
import io.github.sparkindexeddb.wire.message.ScanResponse.Split;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.value.Format;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** A sealed split, and the bytes of answers that carry it. */
final class SealedSplit {
  static final String SCAN = "s1";
  static final Split SPLIT = new Split(3, new ClientName("0b6c", "https://app.example"), 12, "");
  static final byte[] BODY =
      ScriptedAgent.bytes(
          "head, some batches, ".getBytes(StandardCharsets.US_ASCII), Format.ARROW.tail());

  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nSpark-IndexedDB-Protocol: 1\r\nContent-Type: application/vnd.apache.arrow.stream\r\n";

  private SealedSplit() {}

  static SplitAddress address(ScriptedAgent agent) {
    return new SplitAddress(agent.endpoint(), SCAN, SPLIT);
  }

  static boolean isForSplit(RecordedRequest request) {
    return request.path().startsWith("/v1/scans/s1/splits/3?offset=");
  }

  /** Returns the trailers as they were sealed. */
  static String trailers() {
    return trailers("12", String.valueOf(BODY.length), crc());
  }

  static String trailers(String rows, String bytes, String crc) {
    return "Split-Rows: "
        + rows
        + "\r\nSplit-Bytes: "
        + bytes
        + "\r\nSplit-Crc32c: "
        + crc
        + "\r\nSplit-Examined: 15\r\n";
  }

  static String crc() {
    CRC32C crc = new CRC32C();
    crc.update(BODY);
    return "%08x".formatted(crc.getValue());
  }

  static byte[] from(long offset) {
    return Arrays.copyOfRange(BODY, (int) offset, BODY.length);
  }

  /** Returns a whole answer: a chunk for every five bytes, the end, the trailers. */
  static byte[] chunked(byte[] body, String trailers) {
    return ScriptedAgent.bytes(
        begun(body), ("0\r\n" + trailers + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** Returns the same answer without an end. */
  static byte[] begun(byte[] body) {
    byte[] answer =
        (HEAD + "Transfer-Encoding: chunked\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < body.length; i += 5) {
      byte[] chunk = Arrays.copyOfRange(body, i, Math.min(body.length, i + 5));
      answer =
          ScriptedAgent.bytes(
              answer,
              (Integer.toHexString(chunk.length) + "\r\n").getBytes(StandardCharsets.US_ASCII),
              chunk,
              "\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    return answer;
  }

  /** Returns the answer as a proxy of HTTP/1.0 would pass it on: hanging up is the only end. */
  static byte[] closeDelimited(byte[] body) {
    return ScriptedAgent.bytes((HEAD + "\r\n").getBytes(StandardCharsets.US_ASCII), body);
  }

  static byte[] progress(String state, long bytes, String error) {
    return ScriptedAgent.json(
        200,
        "{\"scan\":\"s1\",\"records\":5,\"bytes\":"
            + bytes
            + ",\"splits\":[{\"n\":3,\"client\":\"0b6c\",\"origin\":\"https://app.example\",\"state\":\""
            + state
            + "\",\"records\":5,\"bytes\":"
            + bytes
            + ",\"expected\":12"
            + error
            + "}]}");
  }
}
