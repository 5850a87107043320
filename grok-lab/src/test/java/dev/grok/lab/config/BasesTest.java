package dev.grok.lab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.models.architecture.ImageMlp;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.task.ModularTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations in files of one's own that say only what differs from another. */
class BasesTest {
  @TempDir private Path folder;

  private static RunConfig parse(String text) {
    return Configs.RUNS.parse("my.json", text.replace('\'', '"'), List.of());
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    return Files.writeString(file, text.replace('\'', '"').replace("DIR", folder.toString()));
  }

  @Test
  void dottedAndNestedKeysChangeTheBase() {
    RunConfig toy = Configs.RUNS.load("toy", List.of());
    RunConfig mine =
        parse(
            """
            {'name': 'mine', 'base': 'toy', 'steps': 7,
             'set': {'experiment.task.p': 9, 'experiment': {'decoder': {'weight_decay': 2.0}},
                     'log': {'spacing': 5}}}
            """);
    assertThat(mine)
        .isEqualTo(
            Configs.RUNS.load(
                "toy",
                List.of(
                    "name=mine",
                    "steps=7",
                    "experiment.task.p=9",
                    "experiment.decoder.weight_decay=2.0",
                    "log.spacing=5")));
    assertThat(mine.description()).isEqualTo(toy.description());
    assertThat(parse("{'base': 'toy'}")).isEqualTo(toy);
  }

  @Test
  void anObjectWithItsKindTakesThePlaceOfTheWhole() {
    RunConfig mine =
        parse(
            """
            {'base': 'toy', 'set': {
               'experiment.task': {'kind': 'modular', 'p': 9, 'operation': 'addition', 'ordered': true},
               'experiment': {'task': {'p': 7}}}}
            """);
    assertThat(mine.experiment().task())
        .isEqualTo(new ModularTask(7, ModularTask.Operation.ADDITION, true));
    assertThat(Configs.RUNS.load("mnist", List.of()).experiment().model())
        .isEqualTo(ImageMlp.PAPER);
  }

  @Test
  void aBaseMayHaveABase() throws IOException {
    write("one.json", "{'base': 'toy', 'set': {'experiment.task.p': 9, 'steps': 3}}");
    Path two = write("two.json", "{'base': 'DIR/one.json', 'set': {'steps': 4}}");
    RunConfig mine = Configs.RUNS.load(two.toString(), List.of("seeds=[3]"));
    assertThat(mine.experiment().task()).isEqualTo(new AdditionTask(9, false));
    assertThat(mine.steps()).isEqualTo(4);
    assertThat(mine.seeds()).containsExactly(3L);
    Path sweep =
        write(
            "sweep.json",
            "{'name': 's', 'description': '', 'source': '', 'base': 'DIR/two.json', 'set': {'phase':"
                + " {'delay': 5}}, 'axes': [], 'refine': {'stride': 1, 'share': 1}}");
    RunConfig base = Configs.SWEEPS.load(sweep.toString(), List.of()).base();
    assertThat(base.steps()).isEqualTo(4);
    assertThat(base.phase().delay()).isEqualTo(5);
    assertThat(base.phase().budget()).isEqualTo(mine.phase().budget());
  }

  @Test
  void aCircleIsRefused() throws IOException {
    Path one = write("one.json", "{'base': 'DIR/two.json'}");
    Path two = write("two.json", "{'base': 'DIR/one.json'}");
    assertThatThrownBy(() -> Configs.RUNS.load(one.toString(), List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessage("%1$s: its base leads back to it: %1$s -> %2$s -> %1$s".formatted(one, two));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'base': 'toyy'} | there is no preset or file 'toyy'; the nearest preset is 'toy' (grok list prints all)
          {'base': 'no/such.json'} | there is no file no/such.json
          {'base': 3} | my.json: 'base' must be a preset, a file or an object: 3
          {'base': 'toy', 'set': 3} | my.json: 'set' must be an object that changes the base
          {'base': 'toy', 'stepps': 3} | my.json: unknown key 'stepps'; the nearest known one is 'steps'
          {'base': 'toy', 'set': {'stepps': 3}} | my.json: set: unknown key 'stepps'; the nearest known one is 'steps'
          {'base': 'toy', 'set': {'experiment': {'batches': {'sise': 3}}}} | my.json: set: unknown key 'experiment.batches.sise'; the nearest known one is 'experiment.batches.size'
          {'base': 'toy', 'set': {'steps': 0.5}} | my.json: 'steps' must be a whole number: 0.5
          {'base': 'toy', 'set': {'experiment.task': {'kind': 'group'}}} | my.json: key 'experiment.task.group' is missing
          {'base': {'name': 'half'}} | my.json: key 'description' is missing
          {'set': {'steps': 3}} | my.json: 'set' must be an object that changes the base
          """)
  void whatDoesNotFitIsRefusedInOneSentence(String text, String sentence) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(UsageException.class).hasMessage(sentence);
  }
}
