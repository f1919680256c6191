// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Compares what classes of ours refer to with what a version of Spark has, as the JVM would when it
 * links them: classes, methods, fields, and abstract methods that nobody implements. What only
 * Hadoop or Tez has is left out, since their users bring another class path.
 */
final class LinkCheck {
  private static final String OURS = "io/github/sparkindexeddb/";
  private static final List<String> NOT_LOOKED_AT =
      List.of(OURS + "shaded/", OURS + "hadoop/", OURS + "agent/");
  private static final List<String> OF_SPARK =
      List.of("org/apache/spark/", "org/apache/arrow/", "scala/", "com/fasterxml/", "org/slf4j/");

  private final ClassFiles ours;
  private final ClassFiles spark;
  private final Set<String> problems = new TreeSet<>();
  private final Set<String> references = new HashSet<>();

  LinkCheck(ClassFiles ours, ClassFiles spark) {
    this.ours = ours;
    this.spark = spark;
    ours.under(OURS).stream()
        .filter(name -> NOT_LOOKED_AT.stream().noneMatch(name::startsWith))
        .map(name -> ours.find(name).orElseThrow())
        .forEach(this::check);
  }

  /** A sentence for each, sorted. */
  Set<String> problems() {
    return problems;
  }

  /** How many different members and classes were looked up. */
  int references() {
    return references.size();
  }

  private void check(ClassNode node) {
    requireClass(node.superName, node);
    node.interfaces.forEach(name -> requireClass(name, node));
    for (MethodNode method : node.methods) {
      method.instructions.forEach(instruction -> check(instruction, node));
    }
    if ((node.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE)) == 0) {
      requireNothingAbstract(node);
    }
  }

  private void check(AbstractInsnNode instruction, ClassNode from) {
    if (instruction instanceof MethodInsnNode call) {
      requireMethod(call.owner, call.name, call.desc, from);
    } else if (instruction instanceof FieldInsnNode access) {
      requireField(access.owner, access.name, access.desc, from);
    } else if (instruction instanceof TypeInsnNode type) {
      requireClass(type.desc.replaceFirst("^\\[+L?", "").replaceFirst(";$", ""), from);
    } else if (instruction instanceof InvokeDynamicInsnNode lambda) {
      for (Object argument : lambda.bsmArgs) {
        if (argument instanceof Handle handle && handle.getDesc().startsWith("(")) {
          requireMethod(handle.getOwner(), handle.getName(), handle.getDesc(), from);
        }
      }
    }
  }

  private void requireClass(String name, ClassNode from) {
    if (isOfSpark(name) && references.add(name) && find(name).isEmpty()) {
      problems.add("no class " + name + ", for " + from.name);
    }
  }

  private void requireMethod(String owner, String name, String descriptor, ClassNode from) {
    String reference = owner + "." + name + descriptor;
    if (isOfSpark(owner)
        && references.add(reference)
        && lineage(owner)
            .noneMatch(
                type ->
                    type.methods.stream()
                        .anyMatch(
                            method ->
                                method.name.equals(name)
                                    && (method.desc.equals(descriptor)
                                        || isSignaturePolymorphic(type))))) {
      problems.add("no method " + reference + ", for " + from.name);
    }
  }

  private static boolean isSignaturePolymorphic(ClassNode type) {
    return type.name.startsWith("java/lang/invoke/");
  }

  private void requireField(String owner, String name, String descriptor, ClassNode from) {
    String reference = owner + "." + name + ":" + descriptor;
    if (isOfSpark(owner)
        && references.add(reference)
        && lineage(owner)
            .noneMatch(
                type ->
                    type.fields.stream()
                        .anyMatch(
                            field -> field.name.equals(name) && field.desc.equals(descriptor)))) {
      problems.add("no field " + reference + ", for " + from.name);
    }
  }

  /** What Spark would call on an object of ours must be there. */
  private void requireNothingAbstract(ClassNode node) {
    List<ClassNode> lineage = lineage(node.name).toList();
    for (ClassNode type : lineage) {
      for (MethodNode method : type.methods) {
        boolean isAbstract = (method.access & Opcodes.ACC_ABSTRACT) != 0;
        if (isAbstract && isOfSpark(type.name) && !isImplemented(lineage, method)) {
          problems.add(
              node.name + " does not implement " + type.name + "." + method.name + method.desc);
        }
      }
    }
  }

  private static boolean isImplemented(List<ClassNode> lineage, MethodNode wanted) {
    return lineage.stream()
        .flatMap(type -> type.methods.stream())
        .anyMatch(
            method ->
                (method.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_STATIC)) == 0
                    && method.name.equals(wanted.name)
                    && method.desc.equals(wanted.desc));
  }

  /** A class with all that it extends and implements. */
  private Stream<ClassNode> lineage(String name) {
    List<ClassNode> lineage = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    List<String> open = new ArrayList<>(List.of(name));
    while (!open.isEmpty()) {
      String next = open.remove(0);
      if (seen.add(next)) {
        find(next)
            .ifPresent(
                type -> {
                  lineage.add(type);
                  Optional.ofNullable(type.superName).ifPresent(open::add);
                  open.addAll(type.interfaces);
                });
      }
    }
    return lineage.stream();
  }

  private Optional<ClassNode> find(String name) {
    return name.startsWith(OURS) ? ours.find(name) : spark.find(name);
  }

  private static boolean isOfSpark(String name) {
    return OF_SPARK.stream().anyMatch(name::startsWith);
  }
}
