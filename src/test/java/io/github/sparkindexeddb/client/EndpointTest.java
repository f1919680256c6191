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
    assertThat(Endpoint.parse("http://b, http://a,http://b:80,http://B/", Optional.empty()))
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://agent.example:8787",
        "http://my_agent",
        "http://0.0.0.0:8787",
        "http://10.0.0.5:8787",
        "http://128.0.0.1",
        "http://[::2]:8787",
        "http://localhost.example",
        "http://shop.localhost",
        "http://127.0.0.1.example",
        "http://127.0.0.256",
        "http://2130706433",
        "https://ok,http://agent",
        "http://localhost,HTTP://Agent",
      })
  void noTokenLeavesThisMachineOverPlainHttp(String addresses) {
    assertThatThrownBy(() -> Endpoint.parse(addresses, Optional.of("s3cret")))
        .hasMessageStartingWith("[OPTION_INVALID] Cannot use 'http://")
        .hasMessageEndingWith(
            "' as option 'endpoint': a token would go over plain http to another machine, where"
                + " whoever is on the way can read it. Give 'https://<host>:<port>', or"
                + " 'http://localhost:<port>' if agent or tunnel are on this machine.")
        .hasMessageNotContaining("s3cret");
    assertThat(Endpoint.parse(addresses, Optional.empty())).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8787",
        "http://LOCALHOST",
        "http://127.0.0.1:8787",
        "http://127.255.3.4",
        "http://[::1]:8787",
        "https://agent.example,http://127.0.0.1",
      })
  void aTokenGoesOverTlsOrNotFurtherThanThisMachine(String addresses) {
    assertThat(Endpoint.parse(addresses, Optional.of("s3cret")))
        .allMatch(endpoint -> endpoint.token().equals(Optional.of("s3cret")));
  }

  @Test
  void itTravelsWithItsTokenButNeverShowsIt() throws IOException, ClassNotFoundException {
    Endpoint endpoint = Endpoint.parse("https://a", Optional.of("s3cret")).get(0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new SplitAddress(endpoint, SealedSplit.SCAN, SealedSplit.SPLIT));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      SplitAddress address = (SplitAddress) in.readObject();
      assertThat(address.endpoint()).isEqualTo(endpoint);
      assertThat(address.endpoint().token()).contains("s3cret");
      assertThat(address.toString()).contains("https://a").doesNotContain("s3cret");
    }
  }
}
