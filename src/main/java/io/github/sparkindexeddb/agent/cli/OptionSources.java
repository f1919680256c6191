// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.cli;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Suggestion;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What flags are that the command line does not have: from the environment, else from a file.
 *
 * @param environment by the names of its variables
 * @param settings by the names of flags without dashes
 */
record OptionSources(Map<String, String> environment, Map<String, String> settings)
    implements IDefaultValueProvider {
  static final String CONFIG = "--config";

  private static final String VARIABLE = "SPARK_INDEXEDDB_";

  /** That make no sense in a file. */
  private static final List<String> LINE_ONLY = List.of(CONFIG, "--help", "--version");

  /**
   * @throws IndexedDbException {@code OPTION_UNKNOWN} or {@code OPTION_INVALID} for the file that
   *     arguments or environment name
   */
  static OptionSources of(
      CommandSpec command, Map<String, String> environment, List<String> arguments) {
    Optional<String> file =
        argument(arguments).or(() -> Optional.ofNullable(environment.get(VARIABLE + "CONFIG")));
    Map<String, String> settings = file.map(OptionSources::read).orElse(Map.of());
    requireKnown(command, settings);
    return new OptionSources(environment, settings);
  }

  static OptionSources of(CommandSpec command, Map<String, String> settings) {
    requireKnown(command, settings);
    return new OptionSources(Map.of(), settings);
  }

  /** Looked up before the line is parsed, since parsing needs to know what is in the file. */
  private static Optional<String> argument(List<String> arguments) {
    int place = arguments.indexOf(CONFIG);
    if (place >= 0 && place + 1 < arguments.size()) {
      return Optional.of(arguments.get(place + 1));
    }
    return arguments.stream()
        .filter(argument -> argument.startsWith(CONFIG + "="))
        .map(argument -> argument.substring(CONFIG.length() + 1))
        .findFirst();
  }

  private static Map<String, String> read(String file) {
    Properties properties = new Properties();
    try (Reader text = Files.newBufferedReader(Path.of(file))) {
      properties.load(text);
    } catch (IOException | IllegalArgumentException e) {
      throw IndexedDbException.of(
              ErrorCode.OPTION_INVALID,
              "Cannot start the agent: the file '%s' of '--config' cannot be read. Check its name"
                  + " and rights.",
              AgentLog.plain(file))
          .causedBy(e);
    }
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(key -> key, key -> properties.getProperty(key).strip()));
  }

  private static void requireKnown(CommandSpec command, Map<String, String> settings) {
    List<String> names =
        command.options().stream()
            .map(OptionSpec::longestName)
            .filter(name -> !LINE_ONLY.contains(name))
            .map(OptionSources::bare)
            .toList();
    for (String key : settings.keySet()) {
      if (!names.contains(key)) {
        throw unknown(key, names);
      }
    }
  }

  private static IndexedDbException unknown(String key, List<String> names) {
    String all = String.join(", ", names);
    return Suggestion.nearest(key, names)
        .map(
            nearest ->
                IndexedDbException.of(
                    ErrorCode.OPTION_UNKNOWN,
                    "Cannot start the agent: there is no option '%s'. The nearest is '%s'; all are"
                        + " %s.",
                    AgentLog.plain(key),
                    nearest,
                    all))
        .orElseGet(
            () ->
                IndexedDbException.of(
                    ErrorCode.OPTION_UNKNOWN,
                    "Cannot start the agent: there is no option '%s'. Use one of %s.",
                    AgentLog.plain(key),
                    all))
        .with("option", key);
  }

  private static String bare(String flag) {
    return flag.substring(2);
  }

  @Override
  public String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    String name = bare(option.longestName());
    String variable = VARIABLE + name.replace('-', '_').toUpperCase(Locale.ROOT);
    return Stream.of(environment.get(variable), settings.get(name))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
