package dev.grok.lab.command;

import dev.grok.api.GrokException;
import dev.grok.api.backend.BackendUnavailableException;
import dev.grok.lab.command.shared.ConsoleCommand;
import dev.grok.lab.command.sweep.SweepCommand;
import dev.grok.lab.command.theory.TheoryCommand;
import dev.grok.lab.config.UsageException;
import dev.grok.lab.console.Console;
import dev.grok.lab.run.Environment;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code grok} command: turns every failure into one sentence and an exit code. */
@Command(
    name = "grok",
    description = "Trains the models that grok, and predicts when they do.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "New here? grok quickstart"},
    subcommands = {
      QuickstartCommand.class,
      RunCommand.class,
      ResumeCommand.class,
      SweepCommand.class,
      TicketCommand.class,
      ListCommand.class,
      DoctorCommand.class,
      SelftestCommand.class,
      TheoryCommand.class
    })
public final class GrokCommand implements Runnable {
  // picocli reads this field and the next.
  @SuppressWarnings("UnusedVariable")
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and exit.")
  private boolean help;

  @SuppressWarnings("UnusedVariable")
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version and exit.")
  private boolean version;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error.")
  private boolean stacktrace;

  @Spec private CommandSpec spec = CommandSpec.create();

  private GrokCommand() {}

  /** Parses and runs; returns the exit code. */
  public static int execute(String[] args, Console console) {
    GrokCommand grok = new GrokCommand();
    CommandLine command = commandLine(grok, console, commandLine(args));
    command
        .getCommandSpec()
        .version(
            "grok %s (Java %s)"
                .formatted(Environment.version(), System.getProperty("java.version")));
    command.setOut(new PrintWriter(console.out(), true, Charset.defaultCharset()));
    command.setErr(new PrintWriter(console.err(), true, Charset.defaultCharset()));
    command.setParameterExceptionHandler(
        (e, arguments) -> {
          boolean trace = List.of(args).contains("--stacktrace");
          return report(console, trace, usage(e), e);
        });
    command.setExecutionExceptionHandler(
        (e, failed, result) -> report(console, grok.stacktrace, e, e));
    try {
      return command.execute(args);
    } catch (OutOfMemoryError e) {
      // Memory runs out because of what was asked for: it gets a sentence as well.
      String sentence =
          "out of memory (%s): ask for less, or give Java more by JAVA_OPTS=-Xmx..."
              .formatted(e.getMessage());
      GrokException error = new GrokException(sentence, e);
      return report(console, grok.stacktrace, error, error);
    }
  }

  static CommandLine commandLine(Console console) {
    return commandLine(new GrokCommand(), console, "grok");
  }

  private static CommandLine commandLine(GrokCommand grok, Console console, String line) {
    CommandLine command = new CommandLine(grok);
    connect(command, console, line);
    return command;
  }

  /** Tells a command and all below it where they print. */
  private static void connect(CommandLine commands, Console console, String line) {
    Object command = commands.getCommand();
    if (command instanceof ConsoleCommand printing) {
      printing.on(console, line);
    }
    commands.getSubcommands().values().forEach(sub -> connect(sub, console, line));
  }

  private static String commandLine(String[] args) {
    StringBuilder line = new StringBuilder("grok");
    for (String arg : args) {
      boolean plain = arg.matches("[\\w./:=,@%+-]+");
      line.append(' ').append(plain ? arg : "'" + arg.replace("'", "'\\''") + "'");
    }
    return line.toString();
  }

  private static UsageException usage(ParameterException e) {
    String message = String.valueOf(e.getMessage());
    String sentence = message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    return new UsageException(
        "%s ('%s --help' shows what there is)"
            .formatted(sentence, e.getCommandLine().getCommandSpec().qualifiedName()),
        e);
  }

  /** Says what went wrong and returns the exit code. */
  private static int report(Console console, boolean trace, Throwable error, Throwable origin) {
    console.err().println("grok: " + sentence(error));
    if (trace) {
      origin.printStackTrace(console.err());
    }
    boolean misused =
        error instanceof UsageException || error instanceof BackendUnavailableException;
    return misused ? 2 : 1;
  }

  private static String sentence(Throwable error) {
    String message =
        error instanceof GrokException
            ? String.valueOf(error.getMessage())
            : "internal error, please report it with the output of --stacktrace: " + error;
    return message.replaceAll("\\s*\\R\\s*", " ");
  }

  @Override
  public void run() {
    throw new UsageException(
        "name a command: %s ('grok --help' explains them)"
            .formatted(String.join(", ", spec.subcommands().keySet())));
  }
}
