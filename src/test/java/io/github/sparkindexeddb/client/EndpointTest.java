// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8787,http://localhost:8787",
    "http://localhost:8787/,http://localhost:8787",
    "HTTPS://Agent.Example,https://agent.example",
    "https://agent.example:443,https://agent.example",
    "http://my_agent:1,http://my_agent:1",
    "http://[::1]:8787,http://[::1]:8787",
  })
  void addressesAreBroughtToOneForm(String address, String url) {
    assertThat(Endpoint.parse(address, Optional.empty()))
        .extracting(Endpoint::url)
        .containsExactly(url);
  }

  @Test
  void severalAddressesAreKeptInOrderAndOnce() {
    assertThat(Endpoint.parse("http://b, http://a,http://b:80,http://B/", Optional.of("t")))
        .extracting(Endpoint::url)
        .containsExactly("http://b", "http://a");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:8787,it does not begin with http:// or https://",
    "ftp://localhost,it does not begin with http:// or https://",
    "'',it does not begin with http:// or https://",
    "'http://a,',it does not begin with http:// or https://",
    "http://localhost:8787/v1,it has the path '/v1'",
    "http://,it is not a URL",
    "http://a b,it is not a URL",
    "http:/a,it names no host",
    "http:a,it names no host",
    "http://a:99999,its host or port is not valid",
  })
  void malformedAddressesNameOptionAndReason(String address, String why) {
    assertThatThrownBy(() -> Endpoint.parse(address, Optional.empty()))
        .hasMessageStartingWith("[OPTION_INVALID] Cannot use '")
        .hasMessageEndingWith(
            "' as option 'endpoint': " + why + ". Give 'http://<host>:<port>' of the agent.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://user:s3cret@localhost",
        "http://s3cret@localhost:8787",
        "http://localhost:8787?token=s3cret",
        "http://localhost:8787/?token=s3cret",
        "http://localhost:8787#s3cret",
        "http://ok,http://a b@s3cret",
      })
  void secretsInAnAddressAreRefusedAndNotRepeated(String address) {
    assertThatThrownBy(() -> Endpoint.parse(address, Optional.empty()))
        .hasMessageStartingWith("[TOKEN_IN_URL] Cannot use the given value as option 'endpoint': ")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void itTravelsWithItsTokenButNeverShowsIt() throws IOException, ClassNotFoundException {
    Endpoint endpoint = Endpoint.parse("http://a", Optional.of("s3cret")).get(0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new SplitAddress(endpoint, SealedSplit.SCAN, SealedSplit.SPLIT));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      SplitAddress address = (SplitAddress) in.readObject();
      assertThat(address.endpoint()).isEqualTo(endpoint);
      assertThat(address.endpoint().token()).contains("s3cret");
      assertThat(address.toString()).contains("http://a").doesNotContain("s3cret");
    }
  }
}
