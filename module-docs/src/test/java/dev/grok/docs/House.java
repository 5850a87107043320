package dev.grok.docs;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where the project's sources, classes and pages lie. */
final class House {
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  static final Path PAGES = Path.of("").toAbsolutePath();

  private static final Pattern MODULE = Pattern.compile("<module>(grok-[a-z-]+)</module>");

  private House() {}

  /** The modules that hold code, in the order in which they are built. */
  static List<String> modules() {
    return MODULE
        .matcher(read(ROOT.resolve("pom.xml")))
        .results()
        .map(match -> match.group(1))
        .filter(module -> Files.exists(ROOT.resolve(module).resolve("src/main/java")))
        .toList();
  }

  /** The main sources of a module. */
  static List<Path> sources(String module) {
    try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .sorted(Comparator.naturalOrder())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The compiled main classes of all modules.
   *
   * @throws IllegalStateException if a module is not compiled
   */
  static JavaClasses classes() {
    List<Path> folders =
        modules().stream().map(module -> ROOT.resolve(module).resolve("target/classes")).toList();
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw new IllegalStateException(
            folder + " is missing: build all modules, as mvn verify does");
      }
    }
    return new ClassFileImporter().importPaths(folders);
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
