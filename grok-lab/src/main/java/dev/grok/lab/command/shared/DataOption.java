package dev.grok.lab.command.shared;

import dev.grok.models.task.DataDirectory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

public final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Directory of data files; default: that named by GROK_DATA.")
  private @Nullable Path data;

  /** The directory that was named, or that of the environment. */
  public DataDirectory directory() {
    return data == null ? DataDirectory.ofEnvironment() : DataDirectory.of(data);
  }

  /** As typed, made absolute; empty if it was not typed. */
  public String absolute() {
    return data == null ? "" : data.toAbsolutePath().toString();
  }
}
