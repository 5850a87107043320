package dev.grok.models.internal;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Large records through builders, so that a value names the components that it sets and nothing
 * lists them all again. A builder has a public field for each component, of the same name and type.
 */
public final class Records {
  private Records() {}

  /** The record with the values of a builder's fields. */
  public static <R extends Record> R build(Class<R> type, Object builder) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = new Object[components.length];
    try {
      for (int i = 0; i < values.length; i++) {
        values[i] = builder.getClass().getField(components[i].getName()).get(builder);
      }
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      // The record refuses the values in its own words.
      throw e.getCause() instanceof RuntimeException refused ? refused : unfit(type, e);
    } catch (ReflectiveOperationException e) {
      throw unfit(type, e);
    }
  }

  /** A copy of a record with the changes that are made to a builder of its values. */
  public static <R extends Record, B> R with(R record, B builder, Consumer<B> changes) {
    @SuppressWarnings("unchecked")
    Class<R> type = (Class<R>) record.getClass();
    try {
      for (RecordComponent component : type.getRecordComponents()) {
        Object value = component.getAccessor().invoke(record);
        builder.getClass().getField(component.getName()).set(builder, value);
      }
    } catch (ReflectiveOperationException e) {
      throw unfit(type, e);
    }
    changes.accept(builder);
    return build(type, builder);
  }

  private static IllegalStateException unfit(Class<?> type, Exception cause) {
    return new IllegalStateException("the builder of " + type + " does not fit it", cause);
  }
}
