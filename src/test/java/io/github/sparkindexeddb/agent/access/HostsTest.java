// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostsTest {
  @ParameterizedTest
  @CsvSource({
    "10.1.2.3:8787, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.3, true",
    "[fd00::7]:8787, fd00::7, true",
    "10.1.2.4, 10.1.2.3, false",
    "[::2], 10.1.2.3, false",
    "10.1.515, 10.1.2.3, false",
    "rebound.evil.test, 10.1.2.3, false"
  })
  void knowsTheAddressOfAConnection(String host, String local, boolean isAddress)
      throws UnknownHostException {
    assertThat(Hosts.isAddress(host, new InetSocketAddress(InetAddress.getByName(local), 8787)))
        .isEqualTo(isAddress);
  }
}
