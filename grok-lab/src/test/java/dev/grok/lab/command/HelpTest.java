package dev.grok.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grok.lab.console.Console;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HelpTest {
  private static List<CommandLine> commands(CommandLine command) {
    List<CommandLine> all = new ArrayList<>(List.of(command));
    command.getSubcommands().values().forEach(sub -> all.addAll(commands(sub)));
    return all;
  }

  /** Prints the help of every command. */
  public static void main(String[] args) {
    for (CommandLine command :
        commands(GrokCommand.commandLine(new Console(System.out, System.err)))) {
      command.usage(System.out);
    }
  }

  /**
   * Descriptions are formats. Picocli complains of a wrong one on the error stream that it finds
   * when it is loaded: so this takes a process.
   */
  @Test
  void picocliHasNothingToComplainOf() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                HelpTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String help = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(help).isZero();
    assertThat(help)
        .contains("Usage: grok sweep run", "40 % of", "Usage: grok theory set")
        .doesNotContain("picocli", "%%");
  }
}
