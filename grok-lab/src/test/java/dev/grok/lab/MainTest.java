package dev.grok.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  @Test
  void helpNamesEveryCommand() {
    Grok help = Grok.run("--help");
    assertThat(help.code()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out()).contains("quickstart", "run", "list", "doctor", "selftest");
    assertThat(Grok.run("run", "--help").out()).contains("--set", "--init", "--stacktrace");
  }

  @Test
  void selftestRunsTheContract() {
    Grok text = Grok.run("selftest", "--backend", "cpu");
    assertThat(text.code()).as(text.out() + text.err()).isZero();
    assertThat(text.out()).matches("cpu \\(.*\\): \\d{2,} passed, 0 failed\\R");
    assertThat(Grok.run("selftest", "--backend", "cpu", "--json").out())
        .contains("\"backend\" : \"cpu\"", "\"failed\" : 0");
  }

  @Test
  void versionIsTheModules() {
    Grok version = Grok.run("--version");
    assertThat(version.code()).isZero();
    assertThat(version.out()).matches("grok \\d+\\.\\d+\\.\\d+\\S* \\(Java \\S+\\)\\R");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                      | name a command: quickstart, run, resume, sweep, ticket, list,",
        "quickstar               | unmatched argument at index 0: 'quickstar'",
        "run                     | missing required parameter: 'PRESET|FILE'",
        "run toy --frob          | unknown option: '--frob'",
        "run toi                 | there is no preset or file 'toi'; the nearest preset is 'toy'",
        "run ./none.json         | there is no file ./none.json",
        "run toy --backend nix   | there is no backend 'nix' (asked for by name)",
        "run toy --threads x     | invalid value for option '--threads'",
        "run toy --threads -1    | --threads must not be negative: -1",
        "run toy --set steps     | --set takes key=value: steps",
        "run toy --set steps=no  | preset toy with --set: 'steps' must be a whole number: \"no\"",
        "run toy --init none.st  | none.st",
        "selftest --backend nix  | there is no backend 'nix'",
      })
  void misuseIsOneSentenceAndNoTrace(String line, String sentence) {
    Grok result = Grok.run(line.isEmpty() ? new String[0] : line.strip().split(" +"));
    assertThat(result.code()).as(result.err()).isBetween(1, 2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("grok: ").contains(sentence).hasLineCount(1);
  }

  @Test
  void stacktraceIsPrintedWhenAskedFor() {
    Grok result = Grok.run("run", "toi", "--stacktrace");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("UsageException", "\tat dev.grok.lab");
    assertThat(Grok.run("run", "--frob", "--stacktrace").err()).contains("\tat picocli");
  }

  @Test
  void listShowsWhatEachPresetReproduces() {
    assertThat(Grok.run("list").out()).contains("fig6b-cell", "1650", "minibatch", "Fig. 13");
    assertThat(Grok.run("list", "--json").out()).startsWith("[").contains("\"name\" : \"toy-2d\"");
  }

  @Test
  void aBackendThatIsAskedForByNameIsNotReplaced() {
    Grok doctor = Grok.run("doctor");
    assertThat(doctor.out()).contains("backend     cuda: ");
    if (doctor.out().contains("cuda: available")) {
      System.out.println("choosing cuda without a GPU is not tested: this machine has one");
      return;
    }
    Grok run = Grok.run("run", "toy", "--backend", "cuda");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("grok: backend 'cuda' (asked for by name) is unavailable: cuda: unavailable (")
        .hasLineCount(1);
  }

  @Test
  void doctorShowsEveryCandidate() {
    Grok doctor = Grok.run("doctor", "--backend", "reference");
    assertThat(doctor.code()).isZero();
    assertThat(doctor.out()).contains("reference: available", "chosen      reference", "JVM");
    Grok none = Grok.run("doctor", "--backend", "nix", "--json");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.out()).contains("\"chosen\" : \"\"", "there is no backend 'nix'");
  }
}
