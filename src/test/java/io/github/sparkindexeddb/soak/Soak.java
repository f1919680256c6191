// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.soak;

import com.sun.management.OperatingSystemMXBean;
import io.github.sparkindexeddb.testing.ChildAgent;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * An agent of little memory for a long time: many browsers that behave, some that do not, and
 * readers all the time, of which every row is compared. {@code .ci/soak} runs it.
 *
 * <p>Confined to one thread, which looks on while others work.
 */
public final class Soak {
  private static final int EXIT_REFUSED = 2;
  private static final long MAX_PERIOD_MILLIS = 15_000;

  /** So many samples at least, if the soak is short. */
  private static final int MIN_PERIODS = 10;

  /** Cores that agent and simulation may use together, as others need some too. */
  private static final double WANTED_LOAD = 0.6;

  private static final int READERS_OF_STRANGERS = 3;

  private final SoakOptions options;
  private final Consumer<String> output;
  private final Pace pace = new Pace();
  private final Tally tally = new Tally();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Sample> samples = new ArrayList<>();
  private final AtomicInteger seeds = new AtomicInteger();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "soak");
            thread.setDaemon(true);
            return thread;
          });

  /** What somebody does again and again. */
  private interface Step {
    void run(Random random)
        throws IOException, InterruptedException, ExecutionException, TimeoutException;
  }

  private Soak(SoakOptions options, Consumer<String> output) {
    this.options = options;
    this.output = output;
  }

  /** Runs one and ends with a status that says whether it went well. */
  @SuppressWarnings("SystemOut") // It is a command.
  public static void main(String[] arguments) throws Exception {
    SoakOptions options;
    try {
      options = SoakOptions.parse(List.of(arguments));
    } catch (IllegalArgumentException e) {
      System.err.println("soak: " + e.getMessage());
      System.exit(EXIT_REFUSED);
      return;
    }
    SoakReport report = run(options, System.out::println);
    if (options.out().isPresent()) {
      Files.writeString(options.out().get(), report.json().toPrettyString() + "\n");
    }
    report.problems().forEach(problem -> System.out.println("soak: " + problem));
    System.out.println(report.line());
    System.exit(report.verdict().isOk() ? 0 : 1);
  }

  /**
   * Runs one in this process, with an agent in another.
   *
   * @param output takes a line for each sample
   */
  static SoakReport run(SoakOptions options, Consumer<String> output)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    return new Soak(options, output).run();
  }

  private SoakReport run()
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    output.accept("soak: seed " + options.seed() + ", " + options.duration().toSeconds() + " s");
    Path folder = Files.createTempDirectory("spark-indexeddb-soak");
    Path spool = folder.resolve("spool");
    Path blocked = Files.writeString(folder.resolve("blocked"), "");
    try (ChildAgent agent = start(folder, spool, blocked);
        BehavingPages pages = pages(URI.create(agent.endpoint()))) {
      pages.linkAll();
      begin(scene(agent, pages), blocked);
      watch(agent, new AgentProbe(agent, spool, folder));
      // Before anything is closed: what fails from now on is no fault.
      pace.end();
      checkLog(agent);
    } finally {
      pace.end();
      threads.shutdownNow();
    }
    return new SoakReport(options, tally.totals(), samples, tally.problems());
  }

  private static ChildAgent start(Path folder, Path spool, Path blocked) {
    return ChildAgent.start(
        "256m",
        "--spool",
        spool.toString(),
        "--spool-limit",
        "64MiB",
        "--scan-ttl",
        "20s",
        "--grace",
        "30s",
        "--blocked-clients",
        blocked.toString(),
        "--audit",
        folder.resolve("audit.jsonl").toString());
  }

  private BehavingPages pages(URI agent) {
    return new BehavingPages(agent, http, options.population(), random());
  }

  private SoakScene scene(ChildAgent agent, BehavingPages pages) {
    return new SoakScene(
        URI.create(agent.endpoint()),
        pages,
        new RowCheck(pages.stores()),
        SoakScene.strangers(options.population().misbehaving()),
        new SoakScene.SoakControl(pace, tally));
  }

  private void begin(SoakScene scene, Path blocked) {
    RecordsReader records = new RecordsReader(scene);
    SplitsReader splits = new SplitsReader(scene);
    Operator operator = new Operator(scene, blocked);
    begin("records", thinking(records::read));
    begin("splits", thinking(splits::read));
    begin("splits among strangers", thinking(splits::readAmongStrangers));
    begin("operator", operator::act);
    begin("wanderers", random -> scene.pages().wander(random, pace, tally));
    for (int i = 0; i < READERS_OF_STRANGERS; i++) {
      begin("records of strangers", thinking(records::readStranger));
      begin("splits of strangers", thinking(splits::readStranger));
    }
    Stranger.Peers peers = new Stranger.Peers(scene.agent(), http, pace, tally);
    for (int n = 0; n < options.population().misbehaving(); n++) {
      Stranger stranger = new Stranger(n, peers, random());
      begin("stranger " + n, random -> stranger.act());
    }
  }

  private Step thinking(Step step) {
    return random -> {
      step.run(random);
      pace.think();
    };
  }

  private void begin(String who, Step step) {
    Random random = random();
    threads.execute(
        () -> {
          while (!pace.isOver()) {
            try {
              step.run(random);
            } catch (IOException | RuntimeException | ExecutionException | TimeoutException e) {
              onFailure(who, e);
            } catch (InterruptedException e) {
              return;
            }
          }
        });
  }

  private void onFailure(String who, Exception error) {
    if (!pace.isOver()) {
      tally.failed(who, error);
      pace.think();
    }
  }

  /** Each has its own, so that one seed gives the same choices whoever is faster. */
  private Random random() {
    return new Random(options.seed() * 1000 + seeds.getAndIncrement());
  }

  private void watch(ChildAgent agent, AgentProbe probe) throws IOException {
    long start = System.nanoTime();
    long end = start + options.duration().toNanos();
    long period =
        TimeUnit.MILLISECONDS.toNanos(
            Math.min(MAX_PERIOD_MILLIS, options.duration().toMillis() / MIN_PERIODS));
    long next = start + period;
    long nanos = start;
    Duration cpu = cpu(agent);
    while (System.nanoTime() - end < 0 && agent.handle().isAlive()) {
      pace.pause(TimeUnit.NANOSECONDS.toMillis(Math.min(period, TimeUnit.SECONDS.toNanos(1))));
      Duration used = cpu(agent);
      long now = System.nanoTime();
      pace.adjust((double) used.minus(cpu).toNanos() / (now - nanos), WANTED_LOAD);
      cpu = used;
      nanos = now;
      if (now - next >= 0) {
        sample((now - start) / 1e9, probe);
        next += period;
      }
    }
  }

  private void sample(double seconds, AgentProbe probe) {
    try {
      Sample sample = new Sample(seconds, probe.figures(), tally.totals());
      samples.add(sample);
      output.accept(sample.line());
    } catch (IOException | RuntimeException e) {
      tally.failed("a sample of the agent", e);
    }
  }

  private static Duration cpu(ChildAgent agent) {
    OperatingSystemMXBean own =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return Duration.ofNanos(own.getProcessCpuTime())
        .plus(agent.handle().info().totalCpuDuration().orElse(Duration.ZERO));
  }

  private void checkLog(ChildAgent agent) {
    agent
        .log()
        .lines()
        .filter(line -> line.contains("ERROR") || line.contains("[AGENT_FAILED]"))
        .limit(5)
        .forEach(line -> tally.failed("the agent's log", new IllegalStateException(line)));
    if (!agent.handle().isAlive()) {
      tally.failed("the agent", new IllegalStateException("it ended: " + agent.log()));
    }
  }
}
