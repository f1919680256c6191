// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 500MiB}, {@code 20GiB}, {@code 1TiB}, or plain bytes. */
final class SizeConverter implements ITypeConverter<Long> {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,9})([KMGT]iB)|([0-9]{1,18})");
  private static final String UNITS = "KMGT";
  private static final int BITS_PER_UNIT = 10;

  @Override
  public Long convert(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException("'" + text + "' is no size as 500MiB or 20GiB");
    }
    if (matcher.group(3) != null) {
      return Long.parseLong(matcher.group(3));
    }
    int unit = UNITS.indexOf(matcher.group(2).charAt(0)) + 1;
    return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << BITS_PER_UNIT * unit);
  }
}
