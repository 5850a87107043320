package dev.grok.lab.command.shared;

import dev.grok.lab.run.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

public final class OutputOption {
  /** Default directory of runs, in the working directory. */
  public static final String ROOT = "grok-runs";

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Output directory; default: " + ROOT + "/NAME-TIME.")
  private @Nullable Path out;

  /** Opens the directory that was named, or a fresh one of that name. */
  public RunDirectory open(String name) {
    return RunDirectory.open(out != null ? out : fresh(name));
  }

  /** A directory under the default one that is not there yet. */
  public static Path fresh(String name) {
    String safe = name.replaceAll("[^\\w.-]+", "-").replaceAll("^[.-]+", "");
    String base =
        (safe.isEmpty() ? "run" : safe)
            + "-"
            + TIME.format(LocalDateTime.now(ZoneId.systemDefault()));
    Path path = Path.of(ROOT, base);
    for (int i = 2; Files.exists(path); i++) {
      path = Path.of(ROOT, base + "-" + i);
    }
    return path;
  }
}
