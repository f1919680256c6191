// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.cli;

import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * The flags about tokens: which there are, in which files, who signs them, and who read by them.
 */
final class AccessFlags {
  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description =
          "What engines must send to read data. Others on this machine can see a command line:"
              + " prefer the file or the environment.")
  private Optional<String> token;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "File that holds the token for engines. It is read again when it changes: what the"
              + " former token opened ends.")
  private Optional<Path> tokenFile;

  @Option(
      names = "--browser-token",
      paramLabel = "TOKEN",
      description =
          "What page links must send. It opens nothing else, since every visitor of the app can"
              + " see it.")
  private Optional<String> browserToken;

  @Option(
      names = "--browser-token-file",
      paramLabel = "FILE",
      description = "File that holds the token for page links, read again likewise.")
  private Optional<Path> browserTokenFile;

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

  /**
   * @throws IndexedDbException {@code OPTION_INVALID} for a token that is given twice
   */
  AgentOptions applyTo(AgentOptions options) {
    AgentOptions changed = withSecrets(options);
    changed = tokens.map(changed::withTokens).orElse(changed);
    changed = tokenKey.map(changed::withTokenKey).orElse(changed);
    return audit.map(changed::withAudit).orElse(changed);
  }

  private AgentOptions withSecrets(AgentOptions options) {
    requireOne("--token", token, tokenFile);
    requireOne("--browser-token", browserToken, browserTokenFile);
    AgentOptions changed = token.map(options::withToken).orElse(options);
    changed = tokenFile.map(changed::withTokenFile).orElse(changed);
    changed = browserToken.map(changed::withBrowserToken).orElse(changed);
    return browserTokenFile.map(changed::withBrowserTokenFile).orElse(changed);
  }

  /**
   * Returns the value of an option, or of the file that another option names.
   *
   * @throws IndexedDbException {@code OPTION_INVALID}
   */
  static Optional<String> secret(String option, Optional<String> value, Optional<Path> file) {
    requireOne(option, value, file);
    return file.map(path -> content(option, path)).or(() -> value);
  }

  private static void requireOne(String option, Optional<String> value, Optional<Path> file) {
    if (file.isPresent() && value.isPresent()) {
      throw IndexedDbException.of(
          ErrorCode.OPTION_INVALID,
          "Cannot start the agent: both '%s' and '%s-file' are given. Leave one out.",
          option,
          option);
    }
  }

  private static String content(String option, Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw IndexedDbException.of(
              ErrorCode.OPTION_INVALID,
              "Cannot start the agent: the file '%s' of '%s-file' cannot be read. Check its name"
                  + " and rights.",
              file,
              option)
          .causedBy(e);
    }
  }
}
