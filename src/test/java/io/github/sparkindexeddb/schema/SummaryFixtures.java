// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.schema;

import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.SummaryResponse;
import io.github.sparkindexeddb.wire.value.Summary;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.List;

/** Summaries written down with single quotes, and what is inferred from them. */
final class SummaryFixtures {
  static final String IN_LINE =
      "{'id':'c1','origin':'https://a','browser':'b','records':1,'keyPath':'id','autoIncrement':false,"
          + "'first':{'number':1},'last':{'number':1}}";
  static final String OUT_OF_LINE = IN_LINE.replace("'keyPath':'id'", "'keyPath':null");

  private SummaryFixtures() {}

  static Type type(String json) {
    return Type.fromJson(Json.parse(json.startsWith("{") ? quoted(json) : '"' + json + '"'));
  }

  static String records(String... fields) {
    return "{'kinds':{'object':1},'object':{'fields':[" + String.join(",", fields) + "]}}";
  }

  static String field(String name, String at, String kinds) {
    return "{'name':'" + name + "','at':" + at + ",'node':{'kinds':{" + kinds + "}}}";
  }

  static InferredTable infer(String root) {
    return infer(root, true, IN_LINE);
  }

  static InferredTable infer(String root, boolean caseSensitive, String... clients) {
    return Inference.infer(response(root, clients), caseSensitive);
  }

  static Summary summary(String root) {
    return response(root).summary();
  }

  private static SummaryResponse response(String root, String... clients) {
    return response("{'count':0}", root, clients);
  }

  static SummaryResponse response(String corrupt, String root, String[] clients) {
    String reply =
        "{'summary':{'records':1,'corrupt':"
            + corrupt
            + ",'root':"
            + root
            + "},'clients':["
            + String.join(",", List.of(clients))
            + "],'away':[],'without':[]}";
    return SummaryResponse.fromJson(Json.parse(quoted(reply)));
  }

  private static String quoted(String json) {
    return json.replace('\'', '"');
  }
}
