// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

import io.github.sparkindexeddb.schema.Inference;
import io.github.sparkindexeddb.schema.InferredTable;
import io.github.sparkindexeddb.wire.message.SummaryResponse;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.List;

/** Summaries written down with single quotes, and what is inferred from them. */
public final class SummaryScript {
  public static final String IN_LINE =
      "{'id':'c1','origin':'https://a','browser':'b','records':1,'keyPath':'id','autoIncrement':false,"
          + "'first':{'number':1},'last':{'number':1}}";
  public static final String OUT_OF_LINE = IN_LINE.replace("'keyPath':'id'", "'keyPath':null");

  private SummaryScript() {}

  public static Type type(String json) {
    return Type.fromJson(Json.parse(json.startsWith("{") ? quoted(json) : '"' + json + '"'));
  }

  public static String records(String... fields) {
    return "{'kinds':{'object':1},'object':{'fields':[" + String.join(",", fields) + "]}}";
  }

  public static String field(String name, String at, String kinds) {
    return "{'name':'" + name + "','at':" + at + ",'node':{'kinds':{" + kinds + "}}}";
  }

  public static InferredTable infer(String root) {
    return infer(root, true, IN_LINE);
  }

  public static InferredTable infer(String root, boolean caseSensitive, String... clients) {
    String reply =
        "{'summary':{'records':1,'corrupt':{'count':0},'root':"
            + root
            + "},'clients':["
            + String.join(",", List.of(clients))
            + "],'away':[],'without':[]}";
    return Inference.infer(SummaryResponse.fromJson(Json.parse(quoted(reply))), caseSensitive);
  }

  static String quoted(String json) {
    return json.replace('\'', '"');
  }
}
