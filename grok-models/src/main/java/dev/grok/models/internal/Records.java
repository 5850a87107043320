package dev.grok.models.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Large records through builders, so that code names the components that it sets and nothing lists
 * them all again. A builder has a public field for each component, of the same name and type.
 */
public final class Records {
  private Records() {}

  /** The record with the values of a builder's fields. */
  public static <R extends Record> R build(Class<R> type, Object builder) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Arrays.setAll(types, i -> components[i].getType());
    Object[] values = new Object[components.length];
    try {
      for (int i = 0; i < values.length; i++) {
        values[i] = builder.getClass().getField(components[i].getName()).get(builder);
      }
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      // The record refuses the values in its own words.
      throw (RuntimeException) e.getCause();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the builder of " + type + " does not fit it", e);
    }
  }

  /** A copy of a record, with the changes made to a builder that holds its values. */
  @SuppressWarnings("unchecked")
  public static <R extends Record, B> R with(R record, B builder, Consumer<B> changes) {
    Class<R> type = (Class<R>) record.getClass();
    try {
      for (RecordComponent component : type.getRecordComponents()) {
        Object value = component.getAccessor().invoke(record);
        builder.getClass().getField(component.getName()).set(builder, value);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the builder of " + type + " does not fit it", e);
    }
    changes.accept(builder);
    return build(type, builder);
  }
}
