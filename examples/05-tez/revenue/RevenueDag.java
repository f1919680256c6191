// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package revenue;

import io.github.sparkindexeddb.hadoop.RecordWritable;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Reducer;
import org.apache.tez.dag.api.DAG;
import org.apache.tez.dag.api.DataSinkDescriptor;
import org.apache.tez.dag.api.DataSourceDescriptor;
import org.apache.tez.dag.api.Edge;
import org.apache.tez.dag.api.ProcessorDescriptor;
import org.apache.tez.dag.api.Vertex;
import org.apache.tez.mapreduce.combine.MRCombiner;
import org.apache.tez.mapreduce.hadoop.MRJobConfig;
import org.apache.tez.mapreduce.processor.SimpleMRProcessor;
import org.apache.tez.runtime.api.LogicalOutput;
import org.apache.tez.runtime.api.ProcessorContext;
import org.apache.tez.runtime.library.api.KeyValueReader;
import org.apache.tez.runtime.library.api.KeyValueWriter;
import org.apache.tez.runtime.library.api.KeyValuesReader;
import org.apache.tez.runtime.library.conf.OrderedPartitionedKVEdgeConfig;
import org.apache.tez.runtime.library.conf.UnorderedKVEdgeConfig;
import org.apache.tez.runtime.library.partitioner.HashPartitioner;
import org.apache.tez.runtime.library.processor.SimpleProcessor;

/**
 * Orders ⋈ customers → revenue per country and day.
 *
 * <pre>
 * customers ──broadcast──▶ orders ──shuffle, combined──▶ revenue ──▶ any number of sinks
 * </pre>
 */
public final class RevenueDag {
  /** Each vertex that reads a store is named after it. */
  public static final String ORDERS = "orders";

  public static final String CUSTOMERS = "customers";
  static final String REVENUE = "revenue";

  /** The source of a vertex that reads a store. */
  static final String STORE = "store";

  private static final int SUMMING_TASKS = 2;

  private RevenueDag() {}

  /**
   * @param sources of the stores {@link #ORDERS} and {@link #CUSTOMERS}
   * @param sinks by their names; each gets every {@link RevenueRow} as a key, without a value
   */
  public static DAG create(
      String name,
      Configuration conf,
      Map<String, DataSourceDescriptor> sources,
      Map<String, DataSinkDescriptor> sinks) {
    Vertex customers =
        Vertex.create(CUSTOMERS, ProcessorDescriptor.create(Countries.class.getName()))
            .addDataSource(STORE, sources.get(CUSTOMERS));
    Vertex orders =
        Vertex.create(ORDERS, ProcessorDescriptor.create(Join.class.getName()))
            .addDataSource(STORE, sources.get(ORDERS));
    Vertex revenue =
        Vertex.create(REVENUE, ProcessorDescriptor.create(Sum.class.getName()), SUMMING_TASKS);
    sinks.forEach(revenue::addDataSink);
    return DAG.create(name)
        .addVertex(customers)
        .addVertex(orders)
        .addVertex(revenue)
        .addEdge(broadcast(customers, orders, conf))
        .addEdge(shuffle(orders, revenue, conf));
  }

  /** Every task of the orders gets all customers: they are few, and fit into memory. */
  private static Edge broadcast(Vertex customers, Vertex orders, Configuration conf) {
    UnorderedKVEdgeConfig edge =
        UnorderedKVEdgeConfig.newBuilder(LongWritable.class.getName(), Text.class.getName())
            .setFromConfiguration(conf)
            .build();
    return Edge.create(customers, orders, edge.createDefaultBroadcastEdgeProperty());
  }

  /** Sums are made before the shuffle already: of 10,000 orders few hundred sums travel. */
  private static Edge shuffle(Vertex orders, Vertex revenue, Configuration conf) {
    Map<String, String> combiner =
        Map.of(
            MRJobConfig.NEW_API_MAPPER_CONFIG,
            "true",
            MRJobConfig.COMBINE_CLASS_ATTR,
            Combiner.class.getName());
    OrderedPartitionedKVEdgeConfig edge =
        OrderedPartitionedKVEdgeConfig.newBuilder(
                Text.class.getName(), RevenueRow.class.getName(), HashPartitioner.class.getName())
            .setFromConfiguration(conf)
            .configureOutput()
            .setCombiner(MRCombiner.class.getName(), combiner)
            .done()
            .build();
    return Edge.create(orders, revenue, edge.createDefaultEdgeProperty());
  }

  /** Customers to the countries that they live in. */
  public static final class Countries extends SimpleProcessor {
    public Countries(ProcessorContext context) {
      super(context);
    }

    @Override
    public void run() throws Exception {
      KeyValueReader customers = (KeyValueReader) getInputs().get(STORE).getReader();
      KeyValueWriter countries = (KeyValueWriter) getOutputs().get(ORDERS).getWriter();
      while (customers.next()) {
        RecordWritable customer = (RecordWritable) customers.getCurrentValue();
        countries.write(
            new LongWritable(customer.getLong("id")), new Text(customer.getString("country")));
      }
    }
  }

  /** Orders to rows of their customer's country and their day. */
  public static final class Join extends SimpleProcessor {
    public Join(ProcessorContext context) {
      super(context);
    }

    @Override
    public void run() throws Exception {
      Map<Long, String> countries = countries();
      KeyValueReader orders = (KeyValueReader) getInputs().get(STORE).getReader();
      KeyValueWriter rows = (KeyValueWriter) getOutputs().get(REVENUE).getWriter();
      while (orders.next()) {
        RecordWritable order = (RecordWritable) orders.getCurrentValue();
        String country = countries.get(order.getLong("customer"));
        if (country != null) {
          RevenueRow row = new RevenueRow(country, day(order), 1, cents(order));
          rows.write(row.key(), row);
        }
      }
    }

    private Map<Long, String> countries() throws Exception {
      Map<Long, String> countries = new HashMap<>();
      KeyValueReader customers = (KeyValueReader) getInputs().get(CUSTOMERS).getReader();
      while (customers.next()) {
        LongWritable id = (LongWritable) customers.getCurrentKey();
        countries.put(id.get(), customers.getCurrentValue().toString());
      }
      return countries;
    }

    private static LocalDate day(RecordWritable order) {
      return order.getInstant("placed").atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static long cents(RecordWritable order) {
      return Math.round(order.getDouble("total") * 100);
    }
  }

  /** Adds up what leaves one task of {@link Join}. */
  static final class Combiner extends Reducer<Text, RevenueRow, Text, RevenueRow> {
    @Override
    protected void reduce(Text key, Iterable<RevenueRow> rows, Context context)
        throws IOException, InterruptedException {
      context.write(key, RevenueRow.sum(rows));
    }
  }

  /** Adds up what came from all; its superclass asks for leave to commit, and commits the sinks. */
  public static final class Sum extends SimpleMRProcessor {
    public Sum(ProcessorContext context) {
      super(context);
    }

    @Override
    public void run() throws Exception {
      KeyValuesReader rows = (KeyValuesReader) getInputs().get(ORDERS).getReader();
      List<KeyValueWriter> sinks = new ArrayList<>();
      for (LogicalOutput sink : getOutputs().values()) {
        sinks.add((KeyValueWriter) sink.getWriter());
      }
      while (rows.next()) {
        RevenueRow sum = RevenueRow.sum(rows.getCurrentValues());
        for (KeyValueWriter sink : sinks) {
          sink.write(sum, NullWritable.get());
        }
      }
    }
  }
}
