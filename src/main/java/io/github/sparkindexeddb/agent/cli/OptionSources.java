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
 * The values of flags that the command line does not have: from the environment, else from a file.
 *
 * @param environment by the names of its variables
 * @param settings by the names of flags without dashes
 */
record OptionSources(Map<String, String> environment, Map<String, String> settings)
    implements IDefaultValueProvider {
  static final String CONFIG = "--config";

  private static final String VARIABLE_PREFIX = "SPARK_INDEXEDDB_";

  /** Flags that make no sense in a file. */
  private static final List<String> COMMAND_LINE_ONLY = List.of(CONFIG, "--help", "--version");

  /**
   * Reads the file that {@code --config} names, if there is one.
   *
   * @throws IndexedDbException {@code OPTION_UNKNOWN} or {@code OPTION_INVALID} for the file that
   *     arguments or environment name
   */
  static OptionSources of(
      CommandSpec command, Map<String, String> environment, List<String> arguments) {
    Optional<String> file =
        configArgument(arguments)
            .or(() -> Optional.ofNullable(environment.get(VARIABLE_PREFIX + "CONFIG")));
    Map<String, String> settings = file.map(OptionSources::read).orElse(Map.of());
    requireKnown(command, settings);
    return new OptionSources(environment, settings);
  }

  static OptionSources of(CommandSpec command, Map<String, String> settings) {
    requireKnown(command, settings);
    return new OptionSources(Map.of(), settings);
  }

  /**
   * Finds the file before the command line is parsed, since parsing needs to know what it holds.
   */
  private static Optional<String> configArgument(List<String> arguments) {
    int index = arguments.indexOf(CONFIG);
    if (index >= 0 && index + 1 < arguments.size()) {
      return Optional.of(arguments.get(index + 1));
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
            .filter(name -> !COMMAND_LINE_ONLY.contains(name))
            .map(OptionSources::withoutDashes)
            .toList();
    for (String key : settings.keySet()) {
      if (!names.contains(key)) {
        throw unknown(key, names);
      }
    }
  }

  private static IndexedDbException unknown(String key, List<String> names) {
    return IndexedDbException.of(
            ErrorCode.OPTION_UNKNOWN,
            "Cannot start the agent: there is no option '%s'. %s",
            AgentLog.plain(key),
            Suggestion.of(key, names).sentence("Use one of", String.join(", ", names)))
        .with("option", key);
  }

  private static String withoutDashes(String flag) {
    return flag.substring(2);
  }

  @Override
  public String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    String name = withoutDashes(option.longestName());
    String variable = VARIABLE_PREFIX + name.replace('-', '_').toUpperCase(Locale.ROOT);
    return Stream.of(environment.get(variable), settings.get(name))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
