package dev.kurir;

import dev.kurir.cli.RoutesCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: {@code kurir <command>}. */
@Command(
    name = "kurir",
    mixinStandardHelpOptions = true,
    description = "Answer everybody from the one messenger you already use.",
    subcommands = {
      RunCommand.class,
      DemoCommand.class,
      RoutesCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Kurir {
  private Kurir() {}

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Kurir())
            .setExecutionExceptionHandler(Kurir::complain)
            .execute(arguments));
  }

  /** One line for people; what went on inside is in the log. */
  private static int complain(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    Throwable cause = failure;
    while (cause.getMessage() == null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    command.getErr().println("error: " + cause.getMessage());
    return CommandLine.ExitCode.SOFTWARE;
  }
}
