package dev.grok.lab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.lab.sweep.CellPlan;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepConfigsTest {
  private static SweepConfig axes(String axes) {
    return Configs.SWEEPS.load("fig6b", List.of("axes=[" + axes.replace('\'', '"') + "]"));
  }

  @Test
  void presetsArePlanned() {
    for (SweepConfig preset : Configs.SWEEPS.presets()) {
      CellPlan plan = new CellPlan(preset);
      assertThat(plan.cells()).as(preset.name()).isEqualTo(preset.gridPoints());
      assertThat(Json.read("again", Json.write(preset), SweepConfig.class)).isEqualTo(preset);
    }
    assertThat(Configs.SWEEPS.load("fig6b", List.of()).cells()).isEqualTo(176);
    assertThat(Configs.SWEEPS.load("fig7-right", List.of()).cells()).isEqualTo(285);
  }

  @Test
  void cellsHaveTheAxesValues() {
    CellConfigs cells = new CellConfigs(Configs.SWEEPS.load("fig6b", List.of()));
    RunConfig cell = cells.config(5 * 11 + 3);
    assertThat(cell.experiment().decoder().learningRate()).isEqualTo(1e-4);
    assertThat(cell.experiment().decoder().weightDecay()).isEqualTo(3);
    assertThat(cells.config(175).experiment().decoder().learningRate()).isEqualTo(1e-2);
    // A whole number on a linear axis fits a key of whole numbers.
    SweepConfig sizes =
        axes(
            "{'kind':'linear','keys':['experiment.training_samples'],'from':20,'to':50,'points':4}");
    assertThat(new CellConfigs(sizes).config(1).experiment().trainingSamples()).isEqualTo(30);
  }

  @Test
  void identityIsOfWhatDecidesTheResult() {
    CellConfigs cells = new CellConfigs(Configs.SWEEPS.load("fig6b", List.of()));
    CellConfigs renamed =
        new CellConfigs(Configs.SWEEPS.load("fig6b", List.of("base.name=other", "name=other")));
    CellConfigs longer = new CellConfigs(Configs.SWEEPS.load("fig6b", List.of("base.steps=7")));
    String id = CellConfigs.id(cells.config(7));
    assertThat(id).matches("[0-9a-f]{32}");
    assertThat(CellConfigs.id(renamed.config(7))).isEqualTo(id);
    assertThat(CellConfigs.id(cells.config(8))).isNotEqualTo(id);
    assertThat(CellConfigs.id(longer.config(7))).isNotEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'kind':'listed','keys':['steps'],'values':[1]},{'kind':'listed','keys':['steps'],'values':[2]} | two axes contradict each other: one sets 'steps', one 'steps'
          {'kind':'listed','keys':['phase'],'values':[1]},{'kind':'listed','keys':['phase.delay'],'values':[2]} | two axes contradict each other
          {'kind':'listed','keys':['steps'],'values':[]} | an axis needs 1 to 1000000 points: [steps] has 0
          {'kind':'listed','keys':['steps'],'values':[5,5]} | axis [steps] lists 5 twice
          {'kind':'listed','keys':[],'values':[5]} | an axis needs keys
          {'kind':'listed','keys':['seeds'],'values':[5]} | seeds are no axis
          {'kind':'linear','keys':['steps'],'from':5,'to':5,'points':2} | axis [steps] has 2 points from 5.0 to itself
          {'kind':'logarithmic','keys':['steps'],'from':0,'to':5,'points':2} | a logarithmic axis needs positive ends
          {'kind':'linear','keys':['stepps'],'from':1,'to':5,'points':2} | an axis: unknown key 'stepps'; the nearest known one is 'steps'
          {'kind':'linear','keys':['steps'],'from':1,'to':2,'points':3} | cell 1 (steps=1.5): 'steps' must be a whole number: 1.5
          {'kind':'linear','keys':['experiment.training_samples'],'from':50,'to':60,'points':2} | cell 1 (experiment.training_samples=60.0)
          {'kind':'listed','keys':['description'],'values':['a','b']} | cells 0 and 1 of the sweep are the same
          {'kind':'spiral','keys':['steps'],'from':1,'to':2,'points':3} | 'axes[0].kind' must be one of "linear", "logarithmic", "listed"
          """)
  void wrongSweepsAreRefusedInOneSentence(String axes, String sentence) {
    assertThatThrownBy(() -> new CellPlan(axes(axes)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(sentence);
  }
}
