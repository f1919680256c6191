// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.soak;

import io.github.sparkindexeddb.testing.ChildAgent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Measures an agent from outside, as the system and the JDK's tools see it. Thread-confined. */
final class AgentProbe {
  private static final double MIB = 1 << 20;
  private static final double KIB_OF_A_MIB = 1024;

  /** Of each generation, or of the heap as a whole, by the collector's ways to say it. */
  private static final Pattern USED =
      Pattern.compile("(?m)^ *(?:[\\w-]+ )*(?:generation|heap) .*?used (\\d+)K");

  private final ChildAgent agent;
  private final Path spool;
  private final Path commands;
  private final OkHttpClient http =
      new OkHttpClient.Builder().readTimeout(30, TimeUnit.SECONDS).build();

  /**
   * @param folder for a file of its own
   */
  AgentProbe(ChildAgent agent, Path spool, Path folder) throws IOException {
    this.agent = agent;
    this.spool = spool;
    this.commands = Files.writeString(folder.resolve("jcmd"), "GC.run\nGC.heap_info\n");
  }

  Map<Figure, Double> figures() throws IOException {
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    figures.put(Figure.HEAP_MB, heapAfterCollection());
    String status = Files.readString(process("status"));
    figures.put(Figure.RESIDENT_MB, field(status, "VmRSS") / KIB_OF_A_MIB);
    figures.put(Figure.THREADS, field(status, "Threads"));
    try (Stream<Path> descriptors = Files.list(process("fd"))) {
      figures.put(Figure.DESCRIPTORS, (double) descriptors.count());
    }
    try (Stream<Path> files = Files.list(spool)) {
      List<Long> sizes = files.map(AgentProbe::size).toList();
      figures.put(Figure.SPOOL_FILES, (double) sizes.size());
      figures.put(Figure.SPOOL_MB, sizes.stream().mapToLong(size -> size).sum() / MIB);
    }
    figures.put(Figure.SCANS, metric("spark_indexeddb_agent_scans"));
    return figures;
  }

  private Path process(String file) {
    return Path.of("/proc", Long.toString(agent.handle().pid()), file);
  }

  private static double field(String status, String name) {
    return number(Pattern.compile(name + ":\\s+(\\d+)"), status);
  }

  private double metric(String name) throws IOException {
    Request request = new Request.Builder().url(agent.endpoint() + "/metrics").build();
    try (Response response = http.newCall(request).execute()) {
      return number(Pattern.compile("(?m)^" + name + " ([\\d.E]+)"), response.body().string());
    }
  }

  private static double number(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(found -> Double.parseDouble(found.group(1)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + pattern + " in " + text));
  }

  /** A file may be deleted while it is looked at. */
  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without what is garbage anyway. */
  private double heapAfterCollection() throws IOException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(agent.handle().pid()),
                "-f",
                commands.toString())
            .redirectErrorStream(true)
            .start();
    String told = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    List<MatchResult> used = USED.matcher(told).results().toList();
    if (used.isEmpty()) {
      throw new IOException("jcmd says nothing of the heap: " + told);
    }
    return used.stream().mapToLong(found -> Long.parseLong(found.group(1))).sum() / KIB_OF_A_MIB;
  }
}
