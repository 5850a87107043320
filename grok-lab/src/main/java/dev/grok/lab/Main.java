package dev.grok.lab;

import dev.grok.lab.command.GrokCommand;
import dev.grok.lab.console.Console;
import java.io.PrintStream;
import java.util.Locale;

public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // Numbers in tables and reports are written the same way everywhere.
    Locale.setDefault(Locale.ENGLISH);
    System.exit(run(args, System.out, System.err));
  }

  /**
   * Runs one command.
   *
   * @return 0; 1 if something went wrong; 2 if the command line or a configuration is wrong
   */
  static int run(String[] args, PrintStream out, PrintStream err) {
    return GrokCommand.execute(args, new Console(out, err));
  }
}
