package dev.grok.models.task;

import dev.grok.api.GrokException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Where data files lie. What has been read is kept, so that replicas share it. */
public final class DataDirectory {
  /** System property that names the directory; before the environment variable. */
  public static final String PROPERTY = "grok.data";

  /** Environment variable that names the directory. */
  public static final String VARIABLE = "GROK_DATA";

  private final @Nullable Path path;
  private final Map<String, ImageSet> sets = new ConcurrentHashMap<>();

  private DataDirectory(@Nullable Path path) {
    this.path = path;
  }

  /** The given directory. */
  public static DataDirectory of(Path path) {
    return new DataDirectory(path);
  }

  /** The directory that the system property or else the environment names, if any. */
  public static DataDirectory ofEnvironment() {
    String name = System.getProperty(PROPERTY, System.getenv().getOrDefault(VARIABLE, ""));
    return new DataDirectory(name.isEmpty() ? null : Path.of(name));
  }

  /**
   * A labeled set of images.
   *
   * @throws GrokException if no directory is named, or the files are missing or unsound
   */
  public ImageSet images(String prefix) {
    Path directory = path;
    if (directory == null) {
      throw new GrokException(
          "images '%s' are read from files: name their directory by --data or %s"
              .formatted(prefix, VARIABLE));
    }
    return sets.computeIfAbsent(prefix, p -> ImageSet.load(directory, p));
  }
}
