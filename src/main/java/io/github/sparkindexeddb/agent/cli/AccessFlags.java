// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.cli;

import io.github.sparkindexeddb.agent.AgentOptions;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The flags for files about tokens: which there are, who signs them, and who read by them. */
final class AccessFlags {
  @Option(
      names = "--tokens",
      paramLabel = "FILE",
      description =
          "File of tokens, one a line: 'name kind token' or 'name kind token end', of the kinds"
              + " reader, browser and metrics. A token may stand there as 'sha256:' and its hash."
              + " The file is read again when it changes: a line that is gone ends what it opened.")
  private Optional<Path> tokens;

  @Option(
      names = "--token-key",
      paramLabel = "FILE",
      description =
          "File with the key of the app's server, a public key in PEM or a secret: page links may"
              + " send a JWT that it signed, for the audience 'spark-indexeddb', with exp, origin"
              + " and client.")
  private Optional<Path> tokenKey;

  @Option(
      names = "--audit",
      paramLabel = "FILE",
      description =
          "File that gets a line of JSON for each read: when, by which token, what, how much, and"
              + " how it ended.")
  private Optional<Path> audit;

  AgentOptions applyTo(AgentOptions options) {
    AgentOptions changed = tokens.map(options::withTokens).orElse(options);
    changed = tokenKey.map(changed::withTokenKey).orElse(changed);
    return audit.map(changed::withAudit).orElse(changed);
  }
}
