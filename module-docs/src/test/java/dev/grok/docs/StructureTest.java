package dev.grok.docs;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rules of the house: data flows one way, and every room is small enough to see through. */
class StructureTest {
  private static final int MOST_LINES = 350;
  private static final int MOST_FILES = 26;

  /** Tiles of SIMD code: written out by shape, since a shared helper would box its vectors. */
  private static final List<String> LONG_FILES = List.of("SimdTile.java");

  private static final JavaClasses CLASSES = House.classes();

  @Test
  void noClassesNeedEachOtherInACircle() {
    requireNoCircle("class", JavaClass::getFullName);
  }

  @Test
  void noPackagesNeedEachOtherInACircle() {
    requireNoCircle("package", JavaClass::getPackageName);
  }

  private static void requireNoCircle(String what, Function<JavaClass, String> name) {
    slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass member) {
                return isOurs(member)
                    ? SliceIdentifier.of(name.apply(topLevel(member)))
                    : SliceIdentifier.ignore();
              }

              @Override
              public String getDescription() {
                return "every " + what;
              }
            })
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  /** Whether somebody has written it; package-info has no code, and JMH writes code of its own. */
  private static boolean isOurs(JavaClass member) {
    return member.getPackageName().startsWith("dev.grok.")
        && !member.getSimpleName().equals("package-info")
        && !member.getPackageName().contains("jmh_generated");
  }

  private static JavaClass topLevel(JavaClass member) {
    return member.getEnclosingClass().map(StructureTest::topLevel).orElse(member);
  }

  @Test
  void filesAreShort() {
    Map<String, Long> tooLong =
        House.modules().stream()
            .flatMap(module -> House.sources(module).stream())
            .filter(file -> !LONG_FILES.contains(file.getFileName().toString()))
            .collect(Collectors.toMap(Path::toString, file -> House.read(file).lines().count()));
    tooLong.values().removeIf(lines -> lines <= MOST_LINES);
    assertThat(tooLong).isEmpty();
  }

  @Test
  void foldersAreSmall() {
    Map<Path, Long> files =
        House.modules().stream()
            .flatMap(module -> House.sources(module).stream())
            .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
    files.values().removeIf(count -> count <= MOST_FILES);
    assertThat(files).isEmpty();
  }
}
