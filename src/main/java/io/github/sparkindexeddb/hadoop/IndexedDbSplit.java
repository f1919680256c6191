// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import io.github.sparkindexeddb.client.Endpoint;
import io.github.sparkindexeddb.client.SplitAddress;
import io.github.sparkindexeddb.wire.message.ScanResponse;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.security.Credentials;

/**
 * One key range of one client, as a task gets it, in both of Hadoop's APIs: where its bytes are to
 * be had, but not the token. The agent keeps them, so that every attempt reads the same.
 */
public final class IndexedDbSplit extends InputSplit
    implements org.apache.hadoop.mapred.InputSplit, Serializable {
  private static final long serialVersionUID = 1L;

  /** Version of the serialized form, which is Java's too. */
  private static final byte VERSION = 1;

  /** Guessed bytes of a value's JSON: sizes only tell splits from each other. */
  private static final long WIDE_BYTES = 64;

  private static final long NARROW_BYTES = 16;

  /** Null until it is read, in a task. */
  private SplitAddress address;

  /** Option {@code endpoint} as given, for which the token was kept. */
  private String endpoints;

  /** The columns that are read: the key first. */
  private RecordLayout layout;

  /** Creates a split whose fields are to be read. */
  public IndexedDbSplit() {}

  IndexedDbSplit(SplitAddress address, String endpoints, RecordLayout layout) {
    this.address = address;
    this.endpoints = endpoints;
    this.layout = layout;
  }

  /** Opens the split, with the token that the job has for its agents. */
  SplitRecords open(Configuration conf, Credentials credentials, ReadCounters counters) {
    Optional<String> token = HadoopConfig.token(conf, credentials, endpoints);
    Endpoint endpoint = Endpoint.parse(address.endpoint().url(), token).get(0);
    SplitAddress known = new SplitAddress(endpoint, address.scan(), address.split());
    return SplitRecords.open(known, layout, counters);
  }

  long records() {
    return address.split().records();
  }

  /** Returns the estimated bytes. */
  @Override
  public long getLength() {
    return Math.max(
        1, records() * layout.columns().stream().mapToLong(IndexedDbSplit::bytes).sum());
  }

  private static long bytes(Column column) {
    boolean narrow =
        column.type() instanceof Type.Scalar scalar && scalar.compareTo(Type.Scalar.DOUBLE) <= 0;
    return column.name().length() + (narrow ? NARROW_BYTES : WIDE_BYTES);
  }

  /** Returns no node: a browser is near to none. */
  @Override
  public String[] getLocations() {
    return new String[0];
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    WritableFields.writeText(out, address.endpoint().url());
    WritableFields.writeText(out, endpoints);
    WritableFields.writeText(out, address.scan());
    out.writeInt(address.split().n());
    WritableFields.writeText(out, address.split().client().id());
    WritableFields.writeText(out, address.split().client().origin());
    out.writeLong(records());
    WritableFields.writeText(out, address.split().how());
    byte[] columns = layout.bytes();
    WritableFields.writeBytes(out, columns, columns.length);
  }

  @Override
  public void readFields(DataInput in) throws IOException {
    WritableFields.requireVersion(in, VERSION, "split");
    Endpoint endpoint = Endpoint.parse(WritableFields.readText(in), Optional.empty()).get(0);
    endpoints = WritableFields.readText(in);
    String scan = WritableFields.readText(in);
    int n = in.readInt();
    ClientName client = new ClientName(WritableFields.readText(in), WritableFields.readText(in));
    ScanResponse.Split split =
        new ScanResponse.Split(n, client, in.readLong(), WritableFields.readText(in));
    address = new SplitAddress(endpoint, scan, split);
    layout = RecordLayout.fromBytes(WritableFields.readBytes(in));
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    write(out);
  }

  private void readObject(ObjectInputStream in) throws IOException {
    readFields(in);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IndexedDbSplit split
        && address.equals(split.address)
        && layout.equals(split.layout);
  }

  @Override
  public int hashCode() {
    return address.hashCode();
  }

  @Override
  public String toString() {
    return String.valueOf(address);
  }
}
