// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.Plain;
import io.github.sparkindexeddb.testing.TestSpark;
import java.util.List;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Objects of the platform that a page waits for; those that it makes at once are in ValueCases. */
class PlatformClassesIT {
  private static final BrowserDatabase VAULT =
      BrowserDatabase.named("vault").store("things", "{ keyPath: 'id' }").store("keys", "{}");

  private static final String FILL =
      """
      {
        const open = indexedDB.open('vault');
        await new Promise(resolve => { open.onsuccess = resolve; });
        const aes = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, false, ['encrypt']);
        const rsa = { name: 'RSA-OAEP', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' };
        const { publicKey } = await crypto.subtle.generateKey(rsa, true, ['encrypt', 'decrypt']);
        const folder = await navigator.storage.getDirectory();
        const file = await folder.getFileHandle('a.txt', { create: true });
        const bitmap = await createImageBitmap(new ImageData(2, 3));
        const transaction = open.result.transaction(['things', 'keys'], 'readwrite');
        transaction.objectStore('things').put({ id: 1, name: 'a', key: aes, folder, file, bitmap });
        transaction.objectStore('keys').put(aes, 'aes');
        transaction.objectStore('keys').put(publicKey, 'rsa');
        await new Promise((resolve, reject) => {
          transaction.oncomplete = resolve;
          transaction.onabort = () => reject(transaction.error);
        });
        open.result.close();
      }
      """;

  private static Agent agent;
  private static LinkedApp app;

  @BeforeAll
  static void link() {
    agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
    app = LinkedApp.start(agent.uri().toString(), VAULT);
    app.tab().evaluate(FILL);
  }

  @AfterAll
  static void close() {
    app.close();
    agent.close();
  }

  @Test
  void objectsOfThePlatformAreStructsOfTheirAttributes() {
    Dataset<Row> things = read().load("vault/things");
    assertThat(StructType.fromDDL(things.schema().toDDL()))
        .isEqualTo(
            StructType.fromDDL(
                "id bigint, name string, key struct<type:string,extractable:boolean,"
                    + "algorithm:struct<name:string,length:bigint>,usages:array<string>>,"
                    + " folder struct<kind:string,name:string>,"
                    + " file struct<kind:string,name:string>,"
                    + " bitmap struct<width:bigint,height:bigint>"));
    assertThat(Plain.rows(things))
        .containsExactly(
            List.of(
                1L,
                "a",
                List.of("secret", false, List.of("AES-GCM", 128L), List.of("encrypt")),
                List.of("directory", ""),
                List.of("file", "a.txt"),
                List.of(2L, 3L)));
  }

  @Test
  void theirTextIsThatOfAnObject() {
    assertThat(Plain.rows(read().schema("file STRING, key STRING").load("vault/things")))
        .containsExactly(
            List.of(
                "{\"kind\":\"file\",\"name\":\"a.txt\"}",
                "{\"type\":\"secret\",\"extractable\":false,"
                    + "\"algorithm\":{\"name\":\"AES-GCM\",\"length\":128},"
                    + "\"usages\":[\"encrypt\"]}"));
  }

  @Test
  void aRecordThatIsOneHasTheColumnsOfAnObject() {
    Dataset<Row> keys = read().load("vault/keys");
    assertThat(keys.columns())
        .containsExactly("_key", "type", "extractable", "algorithm", "usages");
    assertThat(Plain.rows(keys.select("_key", "type", "algorithm.name").orderBy("_key")))
        .containsExactly(List.of("aes", "secret", "AES-GCM"), List.of("rsa", "public", "RSA-OAEP"));
    assertThat(Plain.rows(keys.where("type = 'public'").select("algorithm.publicExponent")))
        .containsExactly(List.of("0x010001"));
  }

  private static DataFrameReader read() {
    return TestSpark.spark().read().format("indexeddb").option("endpoint", agent.uri().toString());
  }
}
