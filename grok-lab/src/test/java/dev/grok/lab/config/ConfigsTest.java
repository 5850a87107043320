package dev.grok.lab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.models.architecture.Objective;
import dev.grok.models.train.OptimizerSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigsTest {
  private static final String TOY = Presets.RUNS.source("toy").text();

  static List<String> presets() {
    return Presets.RUNS.names();
  }

  @ParameterizedTest
  @MethodSource("presets")
  void presetsLoadAndComeBackTheSame(String name) {
    RunConfig preset = Configs.RUNS.load(name, List.of());
    assertThat(preset.name()).isEqualTo(name);
    assertThat(preset.source()).containsAnyOf("Fig.", "train_add");
    assertThat(Configs.RUNS.parse("again", Json.write(preset), List.of())).isEqualTo(preset);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "steps=10.7 | 'steps' must be a whole number: 10.7",
        "steps=1e3 | 'steps' must be a whole number: 1000",
        "steps=true | 'steps' must be a whole number: true",
        "steps=null | 'steps' must be a whole number: null",
        "steps=99999999999999999999 | 'steps' must be a whole number: 99999999999999999999",
        "seeds=7 | 'seeds' must be a list: 7",
        "seeds=[1,2.5] | 'seeds[1]' must be a whole number: 2.5",
        "seeds=[1,1] | seeds must differ: [1, 1]",
        "seeds=[] | seeds must be 1 to 65536 numbers: there are 0",
        "name=3 | 'name' must be a text: 3",
        "experiment=3 | 'experiment' must be an object: 3",
        "experiment.task.ordered=yes | 'experiment.task.ordered' must be true or false: \"yes\"",
        "experiment.thresholds.train=\"0.9\" | 'experiment.thresholds.train' must be a number: \"0.9\"",
        "experiment.thresholds.train=1e999 | 'experiment.thresholds.train' must be a number",
        "experiment.thresholds.train=NaN | 'experiment.thresholds.train' must be a number: \"NaN\"",
        "experiment.decoder.kind=adamv | must be one of \"adam\", \"adamw\", \"sgd\": \"adamv\"",
        "experiment.decoder.learning_rate=-1 | experiment.decoder: learning rate must be finite",
        "experiment.decoder.kind=sgd | unknown key 'experiment.decoder.beta1'; the nearest known one is",
        "experiment.decoder={\"kind\":\"sgd\"} | key 'experiment.decoder.learning_rate' is missing",
        "experiment.training_samples=56 | training samples must be between 1 and 55 (all samples",
        "experiment.task.p=1 | experiment.task: p must be between 2 and 10000: 1",
        "experiment.batches.size=46 | batch size must be between 0 (all) and 45",
        "rqi.definition.from_digit=8 | RQI needs at least three symbols: there are 2",
        "phase.delay=-1 | phase: budget must be positive and delay not negative",
        "experiment.task.kind=aditon | must be one of \"addition\", \"modular\", \"group\", \"images\"",
        "experiment.task.kind=images | unknown key 'experiment.task.p'",
        "experiment.evaluate_every=0 | steps between evaluations must be at least 1: 0",
        "experiment.thresholds.validation=2 | the validation threshold must be in (0, 1]: 2.0",
        "log.spacing=0 | log: spacing must be at least 1: 0",
      })
  void wrongValuesAreNamedWithTheirFullKey(String setting, String sentence) {
    assertThatThrownBy(() -> Configs.RUNS.load("toy", List.of(setting)))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("preset toy")
        .hasMessageContaining(sentence);
  }

  @ParameterizedTest
  @CsvSource({
    "step, steps",
    "lerning_rate, experiment.decoder.learning_rate",
    "experiment.decoder.lerning_rate, experiment.decoder.learning_rate",
    "experiment.modle.hidden_widths, experiment.model.hidden_widths",
    "expriment, experiment",
    "initial_sate, initial_state",
    "experiment.decoder.momentum, experiment.model"
  })
  void unknownKeysAreAnsweredWithTheNearest(String key, String nearest) {
    assertThatThrownBy(() -> Configs.RUNS.load("toy", List.of(key + "=1")))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--set: unknown key '%s'; the nearest known one is '%s'".formatted(key, nearest));
  }

  @Test
  void unknownKeysInFilesAreAnsweredToo() {
    String text = TOY.replace("\"evaluate_every\": 1", "\"evaluate_every\": 1, \"seeed\": 1");
    assertThatThrownBy(() -> Configs.RUNS.parse("my.json", text, List.of()))
        .hasMessage("my.json: unknown key 'experiment.seeed'; the nearest known one is 'seeds'");
  }

  @Test
  void missingKeysAreNamed() {
    String text = TOY.replaceFirst(",\\s*\"epsilon\": 1e-08", "");
    assertThatThrownBy(() -> Configs.RUNS.parse("my.json", text, List.of()))
        .hasMessage("my.json: key 'experiment.embedding.epsilon' is missing");
  }

  @Test
  void aSettingCanSupplyWhatAFileLeavesOut() {
    String text = TOY.replace("\"steps\": 5000,", "");
    assertThatThrownBy(() -> Configs.RUNS.parse("my.json", text, List.of()))
        .hasMessage("my.json: key 'steps' is missing");
    assertThat(Configs.RUNS.parse("my.json", text, List.of("steps=7")).steps()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"name\": \"a\", \"name\": \"b\"} | Duplicate",
        "{\"name\": } | line 1",
        "{} {} | not sound JSON",
        "{\"name\": \"a\" // comment | not sound JSON",
        "[] | the configuration must be an object: []",
        "`` | must be an object",
      })
  void unsoundJsonIsOneSentence(String text, String sentence) {
    assertThatThrownBy(() -> Configs.RUNS.parse("my.json", text, List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("my.json")
        .hasMessageContaining(sentence)
        .message()
        .hasLineCount(1);
  }

  @Test
  void settingsAreJsonOrText() {
    RunConfig config =
        Configs.RUNS.load(
            "toy",
            List.of(
                "name=a b=c",
                "seeds=[1, 2]",
                "experiment.model.objective=classification",
                "experiment.decoder.learning_rate=1e-5"));
    assertThat(config.name()).isEqualTo("a b=c");
    assertThat(config.seeds()).containsExactly(1L, 2L);
    assertThat(config.experiment().model().objective()).isEqualTo(Objective.CLASSIFICATION);
    assertThat(config.experiment().decoder().learningRate()).isEqualTo(1e-5);
    assertThat(config.replicas()).extracting(e -> e.seed()).containsExactly(1L, 2L);
  }

  @Test
  void optimizersHaveKeysOfTheirOwn() {
    String sgd = "{\"kind\":\"sgd\",\"learning_rate\":0.1,\"weight_decay\":0.0,\"momentum\":0.9}";
    RunConfig config = Configs.RUNS.load("toy", List.of("experiment.decoder=" + sgd));
    assertThat(config.experiment().decoder()).isEqualTo(OptimizerSettings.sgd(0.1, 0.9, 0));
    assertThat(Json.line(config.experiment().decoder())).isEqualTo(sgd);
    assertThat(Json.line(OptimizerSettings.adam(0.5, 2)))
        .isEqualTo(
            "{\"kind\":\"adam\",\"learning_rate\":0.5,\"weight_decay\":2.0,\"beta1\":0.9,"
                + "\"beta2\":0.999,\"epsilon\":1.0E-8}");
  }

  @Test
  void editDistanceIsLevenshteins() {
    assertThat(Keys.editDistance("kitten", "sitting")).isEqualTo(3);
    assertThat(Keys.editDistance("", "abc")).isEqualTo(3);
  }
}
