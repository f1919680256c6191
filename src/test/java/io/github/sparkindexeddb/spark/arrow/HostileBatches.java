// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.arrow;

import io.github.sparkindexeddb.spark.testing.BatchValues;
import io.github.sparkindexeddb.spark.testing.RandomRows;
import io.github.sparkindexeddb.spark.testing.SplitBodies;
import io.github.sparkindexeddb.testing.ChildJvm;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.ArrowUtils;

/**
 * Reads bodies that a browser made up: true ones of all types, in which something was changed. Each
 * is read or refused, in a short sentence, and whatever is read is what its type says.
 */
final class HostileBatches {
  static final String END = "mutants: ";

  /** After the number of bytes outside of the heap. */
  static final String LEFT = " bytes left";

  /** Before the most MiB of memory of every kind. */
  static final String PEAK = "peak: ";

  private static final int MAX_MESSAGE_CHARS = 700;

  private final List<Seed> seeds = new ArrayList<>();
  private int read;
  private int refused;

  /** A true body, and what reads it. */
  private record Seed(StructType schema, BatchValues values, BodyMutator mutator) {
    static Seed of(StructType schema, byte[] body) {
      return new Seed(schema, new BatchValues(schema), BodyMutator.of(body));
    }
  }

  private HostileBatches(Random random) {
    StructType oneText = StructType.fromDDL("t string");
    StructType numbers = StructType.fromDDL("l bigint, e decimal(9,2), g decimal(38,0)");
    StructType lists = StructType.fromDDL("a array<bigint>, aa array<array<string>>, b binary");
    StructType maps = StructType.fromDDL("m map<string,double>, n map<int,array<boolean>>");
    StructType structs =
        StructType.fromDDL("s struct<p: string, q: struct<r: int, u: array<struct<v: binary>>>>");
    StructType none = new StructType();
    StructType empty =
        none.add("e", none).add("ee", DataTypes.createArrayType(none)).add("i", "int");
    RandomRows rows = new RandomRows(random);
    for (StructType schema :
        List.of(oneText, numbers, lists, maps, structs, none, empty, RandomRows.scalars())) {
      for (int perBatch : new int[] {1, 3, 20}) {
        seeds.add(
            Seed.of(schema, SplitBodies.encode(rows.rows(schema, 21), schema, perBatch).bytes()));
      }
    }
  }

  /** Takes how many mutants to read, and the seed of what is random. */
  public static void main(String[] arguments) {
    long seed = Long.parseLong(arguments[1]);
    HostileBatches batches = new HostileBatches(new Random(seed));
    long before = nativeBytes();
    String said = batches.read(Integer.parseInt(arguments[0]), seed);
    System.out.println(END + said + ", " + (nativeBytes() - before) + LEFT);
    System.out.println(PEAK + ChildJvm.ownPeakMebibytes());
  }

  static String run(int count, long seed) {
    return new HostileBatches(new Random(seed)).read(count, seed);
  }

  private String read(int count, long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      Seed one = seeds.get(random.nextInt(seeds.size()));
      byte[] body = one.mutator.mutant(random, seeds.get(random.nextInt(seeds.size())).mutator);
      try {
        readOrRefuse(one, body);
      } catch (Throwable e) {
        String hex = body.length > 4096 ? "" : HexFormat.of().formatHex(body);
        throw new AssertionError(
            "seed %s, mutant %s, columns %s: %s".formatted(seed, i, one.schema.simpleString(), hex),
            e);
      }
    }
    return "%s read, %s refused, of seed %s".formatted(read, refused, seed);
  }

  private void readOrRefuse(Seed seed, byte[] body) throws IOException {
    try {
      ArrowBatches batches = BodyReader.open(seed.schema, new ByteArrayInputStream(body));
      while (batches.next()) {
        seed.values.read(batches.current());
      }
      read++;
    } catch (IndexedDbException e) {
      if (e.code() != ErrorCode.SPLIT_DAMAGED || e.getMessage().length() > MAX_MESSAGE_CHARS) {
        throw e;
      }
      refused++;
    }
  }

  /** Returns what Arrow holds, and what Java does of direct memory. */
  private static long nativeBytes() {
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return direct + ArrowUtils.rootAllocator().getAllocatedMemory();
  }
}
