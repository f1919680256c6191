// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What goes to a repository beside the jars: POM, sources, documentation, bill of materials. */
class PublishedIT {
  private static final List<String> RELOCATED =
      List.of("okhttp-jvm", "okio-jvm", "kotlin-stdlib", "picocli", "jetty-server");

  @Test
  void thePomSaysAllThatMavenCentralDemands() throws Exception {
    Element pom = pom();
    for (String name : List.of("name", "description", "url", "groupId", "artifactId", "version")) {
      assertThat(children(pom, name)).as(name).hasSize(1);
      assertThat(text(pom, name)).as(name).isNotBlank().doesNotContain("${");
    }
    assertThat(text(pom, "licenses", "license", "name")).isEqualTo("Apache-2.0");
    assertThat(text(pom, "licenses", "license", "url")).startsWith("https://");
    assertThat(text(pom, "developers", "developer", "name")).isNotBlank();
    assertThat(text(pom, "scm", "connection")).startsWith("scm:git:https://");
    assertThat(text(pom, "scm", "url")).startsWith("https://");
  }

  /** Ivy and Maven would bring anything else to the user's class path, beside Spark's own. */
  @Test
  void thePomDependsOnNothingThatAUserGets() throws Exception {
    Element pom = pom();
    assertThat(children(pom, "dependencyManagement")).as("imports that Ivy would follow").isEmpty();
    assertThat(children(pom, "repositories")).isEmpty();
    assertThat(children(pom, "parent")).isEmpty();
    assertThat(children(children(pom, "dependencies").get(0), "dependency"))
        .isNotEmpty()
        .allSatisfy(
            dependency -> {
              boolean optional = !children(dependency, "optional").isEmpty();
              assertThat(optional || text(dependency, "scope").equals("provided"))
                  .as(text(dependency, "artifactId"))
                  .isTrue();
            });
  }

  @Test
  void theSourcesAndTheirDocumentationAreThere() {
    assertThat(Jars.files(Jars.sources()))
        .contains(
            "io/github/sparkindexeddb/spark/IndexedDbSource.java",
            "io/github/sparkindexeddb/agent/Agent.java")
        .noneMatch(name -> name.contains("node_modules"));
    assertThat(Jars.files(Jars.javadoc()))
        .contains(
            "io/github/sparkindexeddb/spark/IndexedDbCatalog.html",
            "io/github/sparkindexeddb/agent/AgentOptions.html",
            "index.html");
  }

  @Test
  void theBillOfMaterialsListsWhatIsInTheJars() throws IOException {
    JsonNode bill = Json.parse(Files.readString(Path.of("target", "bom.json")));
    assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
    List<String> names = bill.path("components").findValuesAsText("name");
    assertThat(names).containsAll(RELOCATED).contains("jackson-databind", "slf4j-simple");
    assertThat(names).noneMatch(name -> name.startsWith("spark-") || name.startsWith("junit"));
  }

  private static Element pom() throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(Path.of("target", "published-pom.xml").toFile())
        .getDocumentElement();
  }

  private static String text(Element root, String... path) {
    Element element = root;
    for (String name : path) {
      List<Element> found = children(element, name);
      if (found.isEmpty()) {
        return "";
      }
      element = found.get(0);
    }
    return element.getTextContent().strip();
  }

  private static List<Element> children(Element parent, String name) {
    return Stream.iterate(parent.getFirstChild(), node -> node != null, Node::getNextSibling)
        .filter(node -> node.getNodeName().equals(name))
        .map(Element.class::cast)
        .toList();
  }
}
