package dev.grok.lab.sweep.train;

import dev.grok.lab.config.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Where cells are trained: on this machine, or where an engine of another module does it. */
public interface SweepEngine {
  /** What {@code --engine} calls it. */
  String name();

  /**
   * Trains every cell of the work and tells the listener as each ends; returns when all have ended.
   */
  void run(SweepWork work);

  /**
   * The engine of a name.
   *
   * @throws UsageException if there is none
   */
  static SweepEngine of(String name) {
    List<String> names = new ArrayList<>();
    for (SweepEngine engine : ServiceLoader.load(SweepEngine.class)) {
      if (engine.name().equals(name)) {
        return engine;
      }
      names.add(engine.name());
    }
    throw new UsageException(
        "there is no engine '%s', only %s; spark needs grok-spark on the class path"
            .formatted(name, names));
  }
}
