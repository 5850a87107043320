package dev.grok.lab.config;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.grok.models.architecture.ImageMlp;
import dev.grok.models.architecture.Model;
import dev.grok.models.architecture.ToyModel;
import dev.grok.models.architecture.Transformer;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.task.GroupTask;
import dev.grok.models.task.ImageTask;
import dev.grok.models.task.ModularTask;
import dev.grok.models.task.Task;
import dev.grok.models.train.OptimizerSettings;
import dev.grok.models.train.Schedule;
import java.util.List;
import java.util.Map;

/** What a configuration can choose by {@code "kind"}: the records behind each interface. */
final class Kinds {
  /** The key that chooses. */
  static final String KEY = "kind";

  /** Gives the interfaces their key in JSON. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = KEY)
  interface MixIn {}

  record Kind(String name, Class<?> type) {}

  private static final Map<Class<?>, List<Kind>> KINDS =
      Map.of(
          Task.class,
          List.of(
              new Kind("addition", AdditionTask.class),
              new Kind("modular", ModularTask.class),
              new Kind("group", GroupTask.class),
              new Kind("images", ImageTask.class)),
          Model.class,
          List.of(
              new Kind("toy", ToyModel.class),
              new Kind("transformer", Transformer.class),
              new Kind("image_mlp", ImageMlp.class)),
          OptimizerSettings.class,
          List.of(
              new Kind("adam", OptimizerSettings.Adam.class),
              new Kind("adamw", OptimizerSettings.AdamW.class),
              new Kind("sgd", OptimizerSettings.Sgd.class)),
          Schedule.class,
          List.of(
              new Kind("regular", Schedule.Regular.class),
              new Kind("logarithmic", Schedule.Logarithmic.class),
              new Kind("listed", Schedule.Listed.class)),
          SweepAxis.class,
          List.of(
              new Kind("linear", SweepAxis.Linear.class),
              new Kind("logarithmic", SweepAxis.Logarithmic.class),
              new Kind("listed", SweepAxis.Listed.class)));

  private Kinds() {}

  /** The interfaces that leave a choice. */
  static Iterable<Class<?>> interfaces() {
    return KINDS.keySet();
  }

  /** The choices behind a type; none if it leaves no choice. */
  static List<Kind> of(Class<?> type) {
    return KINDS.getOrDefault(type, List.of());
  }
}
