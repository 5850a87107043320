package dev.grok.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The drawings in house.md: that of the modules follows from the poms, the others must hold. */
class DrawingsTest {
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<dependency>\\s*<groupId>dev.grok</groupId>\\s*<artifactId>([a-z-]+)</artifactId>"
              + "(?:\\s*<!--.*?-->)?(?:\\s*<scope>([a-z]+)</scope>)?",
          Pattern.DOTALL);

  /** {@code Caller.method --> Callee.method}. */
  private static final Pattern ARROW =
      Pattern.compile("(\\w+)\\.(\\w+) --> (\\w+)\\.(\\w+)(?: |$)", Pattern.MULTILINE);

  @Test
  void theModules() throws IOException {
    StringBuilder drawing = new StringBuilder("```mermaid\ngraph TD\n");
    for (String module : House.modules()) {
      String pom = House.read(House.ROOT.resolve(module).resolve("pom.xml"));
      List<MatchResult> dependencies = DEPENDENCY.matcher(pom).results().toList();
      for (MatchResult dependency : dependencies) {
        String scope = dependency.group(2) == null ? "compile" : dependency.group(2);
        if (!scope.equals("test")) {
          String arrow = scope.equals("compile") ? "-->" : "-. " + scope + " .->";
          drawing.append("  %s %s %s\n".formatted(module, arrow, dependency.group(1)));
        }
      }
    }
    GeneratedText.require("house.md", "modules", drawing + "```\n");
  }

  @Test
  void everyArrowIsACall() {
    JavaClasses classes = House.classes();
    List<MatchResult> arrows =
        ARROW.matcher(House.read(House.PAGES.resolve("house.md"))).results().toList();
    assertThat(arrows).hasSizeGreaterThan(20);
    List<String> wrong = new ArrayList<>();
    for (MatchResult arrow : arrows) {
      boolean holds =
          named(classes, arrow.group(1))
              .anyMatch(caller -> calls(classes, caller, arrow.group(3), arrow.group(4)));
      if (!holds || !hasMethod(classes, arrow.group(1), arrow.group(2))) {
        wrong.add(arrow.group());
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** The classes of a simple name, and those inside. */
  private static Stream<JavaClass> named(JavaClasses classes, String name) {
    return classes.stream()
        .filter(c -> c.getName().matches(".*\\.%s(\\$.*)?".formatted(Pattern.quote(name))));
  }

  private static boolean hasMethod(JavaClasses classes, String type, String method) {
    return named(classes, type)
        .anyMatch(c -> c.getCodeUnits().stream().anyMatch(unit -> unit.getName().equals(method)));
  }

  /** Whether the class calls the method, on the type itself or on one above or below it. */
  private static boolean calls(
      JavaClasses classes, JavaClass caller, String callee, String method) {
    Stream<AccessTarget> targets =
        Stream.concat(
            caller.getMethodCallsFromSelf().stream().map(call -> (AccessTarget) call.getTarget()),
            caller.getMethodReferencesFromSelf().stream()
                .map(reference -> (AccessTarget) reference.getTarget()));
    return targets.anyMatch(
        target ->
            target.getName().equals(method)
                && named(classes, callee)
                    .anyMatch(
                        type ->
                            type.isAssignableTo(target.getOwner().getName())
                                || target.getOwner().isAssignableTo(type.getName())));
  }
}
