// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.testing.Jars;
import io.github.sparkindexeddb.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What goes to a repository beside the jars: POM, sources, documentation, bill of materials. */
class PublishedIT {
  /** By the folder of the connector jar that has it, how the names of a library's parts begin. */
  private static final Map<String, String> RELOCATED =
      Map.of(
          "arrow", "arrow-format",
          "flatbuffers", "flatbuffers-java",
          "jetty", "jetty-",
          "jose4j", "jose4j",
          "kotlin", "kotlin-stdlib",
          "okhttp3", "okhttp-jvm",
          "okio", "okio-jvm",
          "picocli", "picocli",
          "prometheus", "prometheus-metrics-");

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

  /** Maven Central takes nothing that is not signed. */
  @Test
  void aReleaseIsSigned() throws Exception {
    Element project = parsed(Path.of("pom.xml"));
    List<Element> release =
        children(children(project, "profiles").get(0), "profile").stream()
            .filter(profile -> text(profile, "id").equals("release"))
            .toList();
    assertThat(release).hasSize(1);
    List<Element> plugins =
        children(children(children(release.get(0), "build").get(0), "plugins").get(0), "plugin");
    // The last: what comes behind it is not signed.
    Element plugin = plugins.get(plugins.size() - 1);
    assertThat(text(plugin, "artifactId")).isEqualTo("maven-gpg-plugin");
    assertThat(text(plugin, "executions", "execution", "goals", "goal")).isEqualTo("sign");
  }

  @Test
  void theBillOfMaterialsTellsVersionAndLicenceOfAllThatIsInTheJars() throws IOException {
    JsonNode bill = Json.parse(Files.readString(Path.of("target", "bom.json")));
    assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
    List<JsonNode> components = Json.list(bill.path("components"), component -> component);
    assertThat(components)
        .allSatisfy(
            component -> {
              assertThat(component.path("version").asText()).isNotEmpty();
              assertThat(component.path("purl").asText()).startsWith("pkg:maven/");
              assertThat(component.path("licenses").findValuesAsText("id"))
                  .as(component.path("name").asText())
                  .isNotEmpty()
                  .isSubsetOf("Apache-2.0", "EPL-2.0", "MIT");
            });
    List<String> names =
        components.stream().map(component -> component.path("name").asText()).toList();
    assertThat(relocated()).isEqualTo(RELOCATED.keySet());
    for (String library : RELOCATED.values()) {
      assertThat(names).as(library).anyMatch(name -> name.startsWith(library));
    }
    assertThat(names).contains("jackson-databind", "slf4j-simple", "sqlite-jdbc");
    assertThat(names).noneMatch(name -> name.startsWith("spark-") || name.startsWith("junit"));
  }

  /** The folders of the relocated libraries that the connector jar holds. */
  private static Set<String> relocated() {
    String shaded = "io/github/sparkindexeddb/shaded/";
    return Jars.files(Jars.connector()).stream()
        .filter(name -> name.startsWith(shaded))
        .map(name -> name.substring(shaded.length()).split("/")[0])
        .collect(Collectors.toSet());
  }

  private static Element pom() throws Exception {
    return parsed(Path.of("target", "published-pom.xml"));
  }

  private static Element parsed(Path pom) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(pom.toFile())
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
