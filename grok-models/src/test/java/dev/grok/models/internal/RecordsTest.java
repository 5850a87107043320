package dev.grok.models.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import dev.grok.models.architecture.ToyModel;
import dev.grok.models.architecture.Transformer;
import dev.grok.models.train.Experiment;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordsTest {
  static List<List<Class<?>>> builders() {
    return List.of(
        List.of(Transformer.class, Transformer.Builder.class),
        List.of(ToyModel.class, ToyModel.Builder.class),
        List.of(Experiment.class, Experiment.Builder.class));
  }

  @ParameterizedTest
  @MethodSource("builders")
  void aBuilderHasAFieldForEachComponent(List<Class<?>> recordAndBuilder) {
    assertThat(recordAndBuilder.get(1).getFields())
        .extracting(Field::getName, Field::getGenericType)
        .containsExactlyElementsOf(
            Arrays.stream(recordAndBuilder.get(0).getRecordComponents())
                .map(c -> Tuple.tuple(c.getName(), c.getGenericType()))
                .toList());
  }

  @Test
  void onlyWhatIsChangedDiffers() {
    Transformer wide = Transformer.PAPER.with(t -> t.width = 512);
    assertThat(wide).isNotEqualTo(Transformer.PAPER);
    assertThat(wide.with(t -> t.width = 256)).isEqualTo(Transformer.PAPER);
    for (RecordComponent c : Transformer.class.getRecordComponents()) {
      if (!c.getName().equals("width")) {
        assertThat(wide).extracting(c.getName()).isEqualTo(get(c, Transformer.PAPER));
      }
    }
  }

  private static Object get(RecordComponent component, Object of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatTheRecordRefusesIsItsOwnSentence() {
    assertThatThrownBy(() -> Transformer.PAPER.with(t -> t.heads = 3))
        .isInstanceOf(GrokException.class)
        .hasMessage("heads must divide the width 256: 3");
  }
}
