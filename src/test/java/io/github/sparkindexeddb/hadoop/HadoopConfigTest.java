// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.config.HadoopOptions;
import io.github.sparkindexeddb.wire.value.Mode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.junit.jupiter.api.Test;

class HadoopConfigTest {
  private static final String AGENT = "http://localhost:8787";

  private final Configuration conf = new Configuration(false);
  private final Credentials credentials = new Credentials();

  @Test
  void readsWhatTheBuilderWrote() {
    IndexedDbInputFormat.configure(conf, credentials)
        .endpoint(AGENT)
        .store("shop", "orders")
        .origin("https://app.example")
        .exceptClients("one", "two")
        .columns("id", "total double")
        .mode(Mode.PERMISSIVE)
        .option("MAXPARTITIONS", "4");
    HadoopOptions options = HadoopConfig.read(conf);
    assertThat(options.read().endpoint()).isEqualTo(AGENT);
    assertThat(options.read().target()).hasToString("'shop/orders' of 'https://app.example'");
    assertThat(options.read().target().exceptClients()).containsExactly("one", "two");
    assertThat(options.columns()).contains("id, total double");
    assertThat(options.read().mode()).isEqualTo(Mode.PERMISSIVE);
    assertThat(options.read().maxPartitions()).hasValue(4);
  }

  @Test
  void readsWhatUsersTypeThemselves() {
    conf.set("indexeddb.endpoint", AGENT);
    conf.set("indexeddb.path", "shop/orders");
    assertThat(HadoopConfig.read(conf).read().target()).hasToString("'shop/orders'");
  }

  @Test
  void keepsNamesThatHadoopWouldChange() throws IOException {
    for (String name :
        new String[] {"${user.home}", "a\u0001\ud83d<b>", "\"quoted\"", "", "ä €", " "}) {
      IndexedDbInputFormat.configure(conf, credentials).endpoint(AGENT).store(name, "${x}");
      ByteArrayOutputStream xml = new ByteArrayOutputStream();
      conf.writeXml(xml);
      Configuration shipped = new Configuration(false);
      shipped.addResource(new ByteArrayInputStream(xml.toByteArray()));
      assertThat(HadoopConfig.read(shipped).read().target().database()).isEqualTo(name);
      assertThat(HadoopConfig.read(shipped).read().target().store()).isEqualTo("${x}");
    }
  }

  @Test
  void refusesAnOptionThatIsNotThere() {
    ReadBuilder builder = IndexedDbInputFormat.configure(conf, credentials);
    assertThatThrownBy(() -> builder.option("colums", "id"))
        .hasMessageContaining("[OPTION_UNKNOWN]")
        .hasMessageContaining("The nearest is 'columns'");
    assertThatThrownBy(() -> builder.option("pushdown", "false"))
        .hasMessageContaining("[OPTION_UNKNOWN]");
    assertThatThrownBy(() -> builder.option("mode", "STRICT"))
        .hasMessageContaining("[OPTION_INVALID]")
        .hasMessageContaining("'STRICT'");
  }

  @Test
  void keepsTokensOutOfTheConfiguration() {
    ReadBuilder builder = IndexedDbInputFormat.configure(conf, credentials);
    assertThatThrownBy(() -> builder.token("secret"))
        .hasMessageContaining("Give the endpoint first")
        .hasMessageNotContaining("secret");
    builder.endpoint(AGENT).token("secret").endpoint("http://other:1").token("another");
    assertThat(conf.iterator())
        .toIterable()
        .noneMatch(entry -> entry.getValue().contains("secret"));
    assertThat(HadoopConfig.token(conf, credentials, AGENT)).contains("secret");
    assertThat(HadoopConfig.token(conf, credentials, "http://other:1")).contains("another");
    assertThat(HadoopConfig.token(conf, credentials, "http://third:1")).isEmpty();
    assertThatThrownBy(() -> builder.option("token", "secret"))
        .hasMessageContaining("a configuration is no place for a secret")
        .hasMessageNotContaining("'secret'");
  }

  @Test
  void keepsTokensInAddressesOutOfTheConfiguration() {
    ReadBuilder builder = IndexedDbInputFormat.configure(conf, credentials);
    assertThatThrownBy(() -> builder.endpoint("http://localhost:8787?token=secret"))
        .hasMessageStartingWith("[TOKEN_IN_URL] ")
        .hasMessageNotContaining("secret");
    assertThat(conf.get("indexeddb.endpoint")).isNull();
  }

  @Test
  void readsATokenForAllAgents() {
    credentials.addSecretKey(
        new Text("indexeddb.token"), "shared".getBytes(StandardCharsets.UTF_8));
    assertThat(HadoopConfig.token(conf, credentials, AGENT)).contains("shared");
  }

  @Test
  void setsTheNumberOfTasksUnlessTheJobDoes() {
    IndexedDbInputFormat.configure(conf, credentials);
    assertThat(conf.getInt("tez.grouping.split-count", 0)).isEqualTo(200);
    conf.setInt("tez.grouping.split-count", 3);
    IndexedDbInputFormat.configure(conf, credentials);
    assertThat(conf.getInt("tez.grouping.split-count", 0)).isEqualTo(3);
  }
}
