package dev.grok.backend.cuda.internal.library;

import dev.grok.backend.cuda.CudaSettings;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for the CUDA libraries where the user says, where the dynamic linker would look, in the
 * usual places of a toolkit and in a Python environment, in that order. It loads nothing, so a
 * machine without a driver is recognized at once, and the answer can list the places.
 */
final class LibrarySearch {
  private static final Path LINKER_CACHE = Path.of("/etc/ld.so.cache");
  private static final String GLOB_PYTHON = "lib/python*/site-packages/nvidia/*/lib";

  private final Set<Path> folders = new LinkedHashSet<>();

  LibrarySearch() {
    for (Path named :
        pathList(
            System.getProperty(
                CudaSettings.LIBRARIES, System.getenv().getOrDefault("GROK_CUDA_LIBRARIES", "")))) {
      folders.add(named);
      folders.addAll(expand(named, "nvidia/*/lib"));
    }
    // The JVM puts LD_LIBRARY_PATH in front of the system's folders.
    folders.addAll(pathList(System.getProperty("java.library.path", "")));
    for (String variable : List.of("CUDA_HOME", "CUDA_PATH")) {
      for (Path home : pathList(System.getenv().getOrDefault(variable, ""))) {
        folders.add(home.resolve("lib64"));
        folders.add(home.resolve("targets/x86_64-linux/lib"));
      }
    }
    for (String variable : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
      for (Path home : pathList(System.getenv().getOrDefault(variable, ""))) {
        folders.addAll(expand(home, GLOB_PYTHON));
        folders.add(home.resolve("lib"));
      }
    }
    folders.addAll(expand(Path.of("/usr/local"), "cuda/lib64"));
    folders.addAll(expand(Path.of("/usr/local"), "cuda-13*/lib64"));
    folders.add(Path.of("/usr/local/nvidia/lib64"));
    folders.add(Path.of("/usr/lib/x86_64-linux-gnu"));
    folders.add(Path.of("/usr/lib64"));
  }

  private static List<Path> pathList(String value) {
    return Arrays.stream(value.split(File.pathSeparator))
        .filter(part -> !part.isBlank())
        .map(part -> Path.of(part).toAbsolutePath())
        .toList();
  }

  /** The folders below root that match a glob, the last by name first. */
  private static List<Path> expand(Path root, String pattern) {
    List<Path> found = List.of(root);
    for (String part : pattern.split("/", -1)) {
      List<Path> next = new ArrayList<>();
      for (Path folder : found) {
        next.addAll(list(folder, part));
      }
      next.sort(Comparator.reverseOrder());
      found = next;
    }
    return found.stream().filter(Files::isDirectory).toList();
  }

  /** The first file of the given name. */
  Optional<Path> find(String name) {
    for (Path folder : folders) {
      Path file = folder.resolve(name);
      if (Files.exists(file)) {
        return Optional.of(file);
      }
    }
    return inLinkerCache(name);
  }

  /** The cache holds the paths as strings that end in a zero byte. */
  private static Optional<Path> inLinkerCache(String name) {
    try {
      String cache = Files.readString(LINKER_CACHE, StandardCharsets.ISO_8859_1);
      return Arrays.stream(cache.split("\0"))
          .filter(text -> text.startsWith("/") && text.endsWith("/" + name))
          .map(Path::of)
          .filter(Files::exists)
          .findFirst();
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  /** Files of the same library in any version: {@code libcudart.so.12} for libcudart.so. */
  List<Path> versions(String prefix) {
    return folders.stream()
        .flatMap(folder -> list(folder, prefix + ".[0-9]*").stream())
        .distinct()
        .toList();
  }

  /** The files of a folder that match; none if it cannot be read. */
  static List<Path> list(Path folder, String glob) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
      entries.forEach(found::add);
    } catch (IOException absent) {
      return List.of();
    }
    return found;
  }

  /** The folders that exist, as a sentence says them. */
  String places() {
    List<String> existing =
        folders.stream().filter(Files::isDirectory).map(Path::toString).toList();
    return String.join(", ", existing) + " and what " + LINKER_CACHE + " lists";
  }
}
