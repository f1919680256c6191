// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.cli;

import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Protocol;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a store to a file, from a running agent. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = AgentCommand.VersionLine.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Writes a store to a file, from an agent that runs already.",
      "The file appears when all of it is there; one of the same name is replaced."
    })
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      defaultValue = "http://localhost:8787",
      description = "The agent. Default: ${DEFAULT-VALUE}.")
  private URI endpoint;

  @Option(
      names = "--database",
      paramLabel = "NAME",
      required = true,
      description = "The database, as the app named it.")
  private String database;

  @Option(
      names = "--store",
      paramLabel = "NAME",
      required = true,
      description = "The store, as the app named it.")
  private String store;

  @Option(
      names = "--origin",
      paramLabel = "ORIGIN",
      description = "The origin, if several have such a store.")
  private Optional<String> origin;

  @Option(
      names = "--client",
      paramLabel = "ID",
      description = "One browser. Default: all of the origin.")
  private Optional<String> client;

  @Option(
      names = "--except-clients",
      paramLabel = "IDS",
      description = "Browsers to leave out, between commas. Default: none.")
  private Optional<String> exceptClients;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "ndjson",
      description = "ndjson, csv or arrows. Default: ${DEFAULT-VALUE}.")
  private String format;

  @Option(
      names = "--columns",
      paramLabel = "NAMES",
      description = "Columns between commas, or as a JSON array. Default: all.")
  private Optional<String> columns;

  @Option(names = "--from", paramLabel = "KEY", description = "The least key.")
  private Optional<String> from;

  @Option(names = "--to", paramLabel = "KEY", description = "The key above the greatest.")
  private Optional<String> to;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "FAILFAST, PERMISSIVE or DROPMALFORMED, for values that do not fit.")
  private Optional<String> mode;

  @Option(
      names = "--sample-size",
      paramLabel = "RECORDS",
      description = "Records of each browser that tell the types, or all. Default: 10000.")
  private Optional<String> sampleSize;

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "The file to write.")
  private Path out;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "The agent's token for readers; better from the file or the environment.")
  private Optional<String> token;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "File that holds the agent's token for readers.")
  private Optional<Path> tokenFile;

  /**
   * Downloads the store.
   *
   * @throws IndexedDbException what the agent answered, or why the file could not be written
   */
  @Override
  public Integer call() {
    CommandLine command = spec.commandLine();
    boolean terminal = System.console() != null;
    RecordsDownload download =
        new RecordsDownload(
            endpoint, AccessFlags.secret("--token", token, tokenFile), command.getErr());
    command.getOut().println(download.write(requestPath(), out, terminal));
    return 0;
  }

  private String requestPath() {
    Map<String, Optional<String>> query = new LinkedHashMap<>();
    query.put("database", Optional.of(database));
    query.put("store", Optional.of(store));
    query.put("origin", origin);
    query.put("client", client);
    query.put("exceptClients", exceptClients);
    query.put("format", Optional.of(format));
    query.put("columns", columns);
    query.put("from", from);
    query.put("to", to);
    query.put("mode", mode);
    query.put("sampleSize", sampleSize);
    return query.entrySet().stream()
        .filter(parameter -> parameter.getValue().isPresent())
        .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue().get()))
        .collect(Collectors.joining("&", Protocol.RECORDS + "?", ""));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
