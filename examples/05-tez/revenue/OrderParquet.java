// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package revenue;

import io.github.sparkindexeddb.hadoop.RecordWritable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.parquet.hadoop.example.ExampleOutputFormat;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.Type;
import org.apache.tez.dag.api.DAG;
import org.apache.tez.dag.api.DataSinkDescriptor;
import org.apache.tez.dag.api.DataSourceDescriptor;
import org.apache.tez.dag.api.ProcessorDescriptor;
import org.apache.tez.dag.api.Vertex;
import org.apache.tez.mapreduce.output.MROutput;
import org.apache.tez.mapreduce.processor.SimpleMRProcessor;
import org.apache.tez.runtime.api.ProcessorContext;
import org.apache.tez.runtime.library.api.KeyValueReader;
import org.apache.tez.runtime.library.api.KeyValueWriter;

/** Orders as they are, nested values included, to Parquet: one vertex, which reads and writes. */
final class OrderParquet {
  static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message order {
            optional int64 id;
            optional int64 customer;
            optional int64 placed (TIMESTAMP(MILLIS, true));
            optional group lines (LIST) {
              repeated group list {
                optional group element {
                  optional binary sku (STRING);
                  optional double price;
                  optional int64 quantity;
                }
              }
            }
            optional double total;
            optional boolean paid;
            optional binary note (STRING);
            optional group delivery {
              optional binary street (STRING);
              optional int64 floor;
            }
          }
          """);

  /** The same for the browser, which checks every value against its type. */
  static final String[] COLUMNS = {
    "id bigint",
    "customer bigint",
    "placed timestamp",
    "lines array<struct<sku:string,price:double,quantity:bigint>>",
    "total double",
    "paid boolean",
    "note string",
    "delivery struct<street:string,floor:bigint>"
  };

  private static final String FILES = "files";

  private OrderParquet() {}

  static DAG dag(String name, Configuration conf, DataSourceDescriptor orders, String folder) {
    Vertex vertex =
        Vertex.create(RevenueDag.ORDERS, ProcessorDescriptor.create(Ingest.class.getName()))
            .addDataSource(RevenueDag.STORE, orders)
            .addDataSink(FILES, files(new Configuration(conf), folder));
    return DAG.create(name).addVertex(vertex);
  }

  private static DataSinkDescriptor files(Configuration conf, String folder) {
    conf.set("parquet.example.schema", SCHEMA.toString());
    conf.set(ParquetOutputFormat.JOB_SUMMARY_LEVEL, "NONE");
    conf.set(ParquetOutputFormat.COMPRESSION, CompressionCodecName.SNAPPY.name());
    return MROutput.createConfigBuilder(conf, ExampleOutputFormat.class, folder).build();
  }

  /** Copies what it reads, and commits at the end. */
  public static final class Ingest extends SimpleMRProcessor {
    public Ingest(ProcessorContext context) {
      super(context);
    }

    @Override
    public void run() throws Exception {
      KeyValueReader orders = (KeyValueReader) getInputs().get(RevenueDag.STORE).getReader();
      KeyValueWriter files = (KeyValueWriter) getOutputs().get(FILES).getWriter();
      SimpleGroupFactory groups = new SimpleGroupFactory(SCHEMA);
      while (orders.next()) {
        RecordWritable order = (RecordWritable) orders.getCurrentValue();
        Group group = groups.newGroup();
        for (String column : order.names()) {
          add(group, column, order.get(column));
        }
        files.write(null, group);
      }
    }
  }

  /** Adds one value of a record to the field of its name; null adds nothing. */
  private static void add(Group group, String field, Object value) {
    if (value instanceof Map<?, ?> object) {
      fill(group.addGroup(field), object);
    } else if (value instanceof List<?> list) {
      Group elements = group.addGroup(field);
      list.forEach(element -> add(elements.addGroup("list"), "element", element));
    } else if (value instanceof Number number) {
      addNumber(group, field, number);
    } else if (value instanceof Instant date) {
      group.add(field, date.toEpochMilli());
    } else if (value instanceof Boolean truth) {
      group.add(field, truth);
    } else if (value != null) {
      group.add(field, value.toString());
    }
  }

  private static void fill(Group group, Map<?, ?> object) {
    for (Type field : group.getType().getFields()) {
      add(group, field.getName(), object.get(field.getName()));
    }
  }

  /** IndexedDB has one type of numbers, Parquet has more: the schema says which. */
  private static void addNumber(Group group, String field, Number number) {
    switch (group.getType().getType(field).asPrimitiveType().getPrimitiveTypeName()) {
      case INT64 -> group.add(field, number.longValue());
      default -> group.add(field, number.doubleValue());
    }
  }
}
