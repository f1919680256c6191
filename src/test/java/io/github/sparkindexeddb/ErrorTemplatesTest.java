// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** An error is one template, which whoever searches the code for a message finds in one piece. */
class ErrorTemplatesTest {
  private static final Path SOURCES = Path.of("src/main/java");

  /**
   * One place where an error is made.
   *
   * @param templates those that it chooses between; none if one is put together
   * @param arguments how many there are for it
   * @param forwarded whether a method of the class may add some of its own
   */
  private record Call(String place, List<String> templates, int arguments, boolean forwarded) {
    boolean hasAPlaceForEachArgument() {
      return templates.stream()
          .mapToInt(each -> each.split("%s", -1).length - 1)
          .allMatch(places -> places == arguments || forwarded && places > arguments);
    }
  }

  @Test
  void everyTemplateIsOneLiteralWithAPlaceForEachArgument() throws IOException {
    List<Call> calls = calls();
    assertThat(calls).as("calls that were found").hasSizeGreaterThan(90);
    assertThat(calls.stream().filter(call -> call.templates().isEmpty()))
        .as("templates that are put together")
        .isEmpty();
    assertThat(calls.stream().filter(call -> !call.hasAPlaceForEachArgument()))
        .as("templates with more or fewer places than arguments")
        .isEmpty();
  }

  private static List<Call> calls() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Call> calls = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> paths = Files.walk(SOURCES)) {
      List<Path> sources =
          paths
              .filter(path -> path.toString().endsWith(".java"))
              .filter(path -> !path.endsWith("IndexedDbException.java"))
              .toList();
      JavacTask parser =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
      for (CompilationUnitTree unit : parser.parse()) {
        Declarations declared = new Declarations();
        unit.accept(declared, null);
        unit.accept(new Finder(unit, declared, calls), null);
      }
    }
    return calls;
  }

  /** What a file calls a template: its constants, and parameters of that name. */
  private static final class Declarations extends TreeScanner<Void, Void> {
    private final Map<String, List<String>> constants = new HashMap<>();
    private final Map<String, MethodTree> forwarders = new HashMap<>();

    @Override
    public Void visitVariable(VariableTree variable, Void none) {
      if (variable.getInitializer() != null) {
        templates(variable.getInitializer())
            .ifPresent(texts -> constants.put(variable.getName().toString(), texts));
      }
      return super.visitVariable(variable, none);
    }

    @Override
    public Void visitMethod(MethodTree method, Void none) {
      if (placeOfTemplate(method) >= 0) {
        forwarders.put(method.getName().toString(), method);
      }
      return super.visitMethod(method, none);
    }

    static int placeOfTemplate(MethodTree method) {
      return method.getParameters().stream()
          .map(parameter -> parameter.getName().toString())
          .toList()
          .indexOf("template");
    }

    /** Returns the texts that the expression chooses between, each of literals alone. */
    Optional<List<String>> templates(ExpressionTree tree) {
      if (tree instanceof IdentifierTree name) {
        return Optional.ofNullable(constants.get(name.getName().toString()));
      }
      if (tree instanceof ParenthesizedTree inner) {
        return templates(inner.getExpression());
      }
      if (tree instanceof ConditionalExpressionTree choice) {
        return templates(choice.getTrueExpression())
            .flatMap(
                one ->
                    templates(choice.getFalseExpression())
                        .map(other -> Stream.concat(one.stream(), other.stream()).toList()));
      }
      return literal(tree).map(List::of);
    }

    /** Returns the text of a literal, or of a sum of literals alone, which only breaks a line. */
    private static Optional<String> literal(ExpressionTree tree) {
      if (tree instanceof LiteralTree literal) {
        return Optional.of(String.valueOf(literal.getValue()));
      }
      return tree instanceof BinaryTree sum && tree.getKind() == Tree.Kind.PLUS
          ? literal(sum.getLeftOperand())
              .flatMap(left -> literal(sum.getRightOperand()).map(left::concat))
          : Optional.empty();
    }
  }

  private static final class Finder extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final Declarations declared;
    private final List<Call> calls;

    Finder(CompilationUnitTree unit, Declarations declared, List<Call> calls) {
      this.unit = unit;
      this.declared = declared;
      this.calls = calls;
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
      String method = call.getMethodSelect().toString();
      List<? extends ExpressionTree> arguments = call.getArguments();
      if (method.equals("IndexedDbException.of")) {
        if (!arguments.get(1).toString().equals("template") || declared.forwarders.isEmpty()) {
          add(call, 1, false);
        }
      } else if (declared.forwarders.containsKey(method)) {
        add(call, Declarations.placeOfTemplate(declared.forwarders.get(method)), true);
      }
      return super.visitMethodInvocation(call, none);
    }

    private void add(MethodInvocationTree call, int place, boolean forwarded) {
      List<? extends ExpressionTree> arguments = call.getArguments();
      calls.add(
          new Call(
              unit.getSourceFile().getName() + ": " + call,
              declared.templates(arguments.get(place)).orElse(List.of()),
              arguments.size() - place - 1,
              forwarded));
    }
  }
}
