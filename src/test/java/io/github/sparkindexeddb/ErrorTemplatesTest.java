// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** An error is one template, which whoever searches the code for a message finds in one piece. */
class ErrorTemplatesTest {
  private static final Path SOURCES = Path.of("src/main/java");

  /** One call of {@code IndexedDbException.of}; without a template if it is no literal. */
  private record Call(String place, Optional<String> template, int arguments) {
    int places() {
      return template.orElse("").split("%s", -1).length - 1;
    }
  }

  @Test
  void everyTemplateIsOneLiteralWithAPlaceForEachArgument() throws IOException {
    List<Call> calls = calls();
    assertThat(calls).as("calls that were found").hasSizeGreaterThan(9);
    assertThat(calls)
        .allSatisfy(call -> assertThat(call.template()).as(call.place()).isPresent())
        .allSatisfy(call -> assertThat(call.arguments()).as(call.place()).isEqualTo(call.places()));
  }

  private static List<Call> calls() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Call> calls = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> paths = Files.walk(SOURCES)) {
      List<Path> sources = paths.filter(path -> path.toString().endsWith(".java")).toList();
      JavacTask parser =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
      for (CompilationUnitTree unit : parser.parse()) {
        unit.accept(new Finder(unit, calls), null);
      }
    }
    return calls;
  }

  private static final class Finder extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final List<Call> calls;

    Finder(CompilationUnitTree unit, List<Call> calls) {
      this.unit = unit;
      this.calls = calls;
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
      if (call.getMethodSelect().toString().equals("IndexedDbException.of")) {
        List<? extends ExpressionTree> arguments = call.getArguments();
        String place = unit.getSourceFile().getName() + ": " + call;
        calls.add(new Call(place, literal(arguments.get(1)), arguments.size() - 2));
      }
      return super.visitMethodInvocation(call, none);
    }

    /** Returns the text of a literal, or of a sum of literals alone, which only breaks a line. */
    private static Optional<String> literal(ExpressionTree tree) {
      if (tree instanceof LiteralTree literal) {
        return Optional.of(String.valueOf(literal.getValue()));
      }
      if (tree instanceof ParenthesizedTree inner) {
        return literal(inner.getExpression());
      }
      return tree instanceof BinaryTree sum && tree.getKind() == Tree.Kind.PLUS
          ? literal(sum.getLeftOperand())
              .flatMap(left -> literal(sum.getRightOperand()).map(left::concat))
          : Optional.empty();
    }
  }
}
