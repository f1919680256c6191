// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a test class that {@code mvn verify -Pall-sparks} runs on every version of Spark, from the
 * connector jar. It was compiled against the oldest: nothing in it may call what is not the same in
 * all, such as methods with Scala collections in their signatures.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EverySpark {}
