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
import org.apache.tez.dag.api.DAG;
import org.apache.tez.dag.api.DataSourceDescriptor;
import org.apache.tez.dag.api.ProcessorDescriptor;
import org.apache.tez.dag.api.Vertex;
import org.apache.tez.mapreduce.output.MROutput;
import org.apache.tez.mapreduce.processor.SimpleMRProcessor;
import org.apache.tez.runtime.api.ProcessorContext;
import org.apache.tez.runtime.library.api.KeyValueReader;
import org.apache.tez.runtime.library.api.KeyValueWriter;

/** Orders as they are, nested values included, to Parquet: one vertex, which reads and writes. */
final class OrdersDag {
  private static final MessageType SCHEMA =
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

  private static final String STORE = "store";
  private static final String FILES = "files";

  private OrdersDag() {}

  static DAG create(String name, Configuration conf, DataSourceDescriptor orders, String folder) {
    Configuration files = new Configuration(conf);
    files.set("parquet.example.schema", SCHEMA.toString());
    files.set(ParquetOutputFormat.JOB_SUMMARY_LEVEL, "NONE");
    files.set(ParquetOutputFormat.COMPRESSION, CompressionCodecName.SNAPPY.name());
    Vertex vertex =
        Vertex.create("orders", ProcessorDescriptor.create(Ingest.class.getName()))
            .addDataSource(STORE, orders)
            .addDataSink(
                FILES,
                MROutput.createConfigBuilder(files, ExampleOutputFormat.class, folder).build());
    return DAG.create(name).addVertex(vertex);
  }

  /** Copies what it reads, and commits at the end. */
  public static final class Ingest extends SimpleMRProcessor {
    public Ingest(ProcessorContext context) {
      super(context);
    }

    @Override
    public void run() throws Exception {
      KeyValueReader orders = (KeyValueReader) getInputs().get(STORE).getReader();
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
      Group fields = group.addGroup(field);
      object.forEach((name, part) -> add(fields, (String) name, part));
    } else if (value instanceof List<?> list) {
      Group elements = group.addGroup(field);
      list.forEach(element -> add(elements.addGroup("list"), "element", element));
    } else if (value instanceof Long number) {
      group.add(field, number);
    } else if (value instanceof Double number) {
      group.add(field, number);
    } else if (value instanceof Instant date) {
      group.add(field, date.toEpochMilli());
    } else if (value instanceof Boolean truth) {
      group.add(field, truth);
    } else if (value != null) {
      group.add(field, value.toString());
    }
  }
}
