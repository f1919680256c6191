// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.sparkindexeddb.config.HadoopOptions;
import io.github.sparkindexeddb.config.Option;
import io.github.sparkindexeddb.config.Options;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * Options in a Hadoop configuration, each under its key with {@code indexeddb.} before it, and the
 * token, which stands beside it, in credentials.
 *
 * <p>Hadoop puts system properties in for <code>${…}</code> and ships configurations as XML. So
 * what holds more than plain text is written as a JSON string.
 */
final class HadoopConfig {
  /** Neither empty nor with a space at either end, which XML loses. */
  private static final String PLAIN = "[!#%-~]([ -#%-~]*[!-#%-~])?";

  /** Alias of the token that is for agents of every address. */
  private static final String TOKEN = HadoopOptions.PREFIX + "token";

  private HadoopConfig() {}

  /**
   * Sets an option.
   *
   * @param key in any case
   * @throws IndexedDbException {@code OPTION_UNKNOWN}, {@code OPTION_INVALID}
   */
  static void set(Configuration conf, String key, String text) {
    Option<?> option = HadoopOptions.known(key);
    refuseToken(option);
    option.parse(text);
    conf.set(HadoopOptions.PREFIX + option.key(), text.matches(PLAIN) ? text : quoted(text));
  }

  private static String quoted(String text) {
    return Json.write(TextNode.valueOf(text)).replace("$", "\\u0024");
  }

  /**
   * Returns all options that are set.
   *
   * @throws IndexedDbException {@code OPTION_UNKNOWN}, {@code OPTION_INVALID} or {@code
   *     OPTION_MISSING}
   */
  static HadoopOptions read(Configuration conf) {
    Map<String, String> given = new TreeMap<>();
    for (Map.Entry<String, String> entry : conf) {
      if (entry.getKey().startsWith(HadoopOptions.PREFIX)) {
        String key = entry.getKey().substring(HadoopOptions.PREFIX.length());
        refuseToken(HadoopOptions.known(key));
        given.put(key, unquoted(entry.getValue()));
      }
    }
    return HadoopOptions.parse(given);
  }

  /** Returns what a JSON string holds; any other text as it is. */
  private static String unquoted(String text) {
    if (!text.startsWith("\"")) {
      return text;
    }
    try {
      JsonNode json = Json.parse(text);
      return json.isTextual() ? json.textValue() : text;
    } catch (IndexedDbException e) {
      return text;
    }
  }

  /** Refuses the token, since configurations are shown in job histories. */
  private static void refuseToken(Option<?> option) {
    if (option == Options.TOKEN) {
      throw Options.TOKEN.invalid(
          "",
          "a configuration is no place for a secret",
          ("Give it to IndexedDbInputFormat.configure(configuration, credentials).token(…), or keep it"
                  + " as '%s' in a Hadoop credential provider.")
              .formatted(TOKEN));
    }
  }

  /** Keeps the token of one endpoint: jobs read from several agents, each with its own. */
  static void setToken(Credentials credentials, String endpoint, String token) {
    Options.TOKEN.parse(token);
    credentials.addSecretKey(alias(endpoint), token.getBytes(StandardCharsets.UTF_8));
  }

  private static Text alias(String endpoint) {
    return new Text(TOKEN + " " + endpoint);
  }

  /**
   * Returns the token for an endpoint: of the job, of the user, or of a credential provider.
   *
   * @param endpoint as the option gives it
   */
  static Optional<String> token(Configuration conf, Credentials credentials, String endpoint) {
    try {
      Credentials userCredentials = UserGroupInformation.getCurrentUser().getCredentials();
      return secret(credentials, endpoint)
          .or(() -> secret(userCredentials, endpoint))
          .or(() -> provided(conf));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> secret(Credentials credentials, String endpoint) {
    return Optional.ofNullable(credentials.getSecretKey(alias(endpoint)))
        .or(() -> Optional.ofNullable(credentials.getSecretKey(new Text(TOKEN))))
        .map(token -> new String(token, StandardCharsets.UTF_8));
  }

  private static Optional<String> provided(Configuration conf) {
    try {
      return Optional.ofNullable(conf.getPassword(TOKEN)).map(String::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
