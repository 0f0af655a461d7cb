package dev.kurir.cli;

import java.io.InputStream;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code kurir} with everything beneath it.
 *
 * <p>Errors are one line on the standard error, {@code error: …}. Exit codes: 0 it is done, 1
 * refused or failed, 2 typed wrongly, 3 no Kurir answers.
 */
@Command(
    name = "kurir",
    description = "Answer everybody from the one messenger you already use.",
    versionProvider = KurirCommand.Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Exit codes: 0 done, 1 refused or failed, 2 typed wrongly, 3 no Kurir answers."})
public final class KurirCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private KurirCommand() {}

  /**
   * The whole command line, ready for {@code execute(arguments)}.
   *
   * @param server which Kurir to speak to; asked only by commands that do
   * @param input the standard input, from which secrets may be read
   * @param first the commands of other rooms by name, shown first; each an object with picocli's
   *     annotations or a {@link CommandLine}
   */
  public static CommandLine line(
      Supplier<Server> server, InputStream input, Map<String, Object> first) {
    CommandLine line = new CommandLine(new KurirCommand());
    first.forEach(line::addSubcommand);
    line.addSubcommand("owner", OwnerCommand.line(server))
        .addSubcommand("bot", BotCommand.line(server, input))
        .addSubcommand("trace", new TraceCommand(server))
        .addSubcommand("archive", ArchiveCommand.line(server))
        .addSubcommand("erase", new EraseCommand(server))
        .addSubcommand("journal", JournalCommand.line(server))
        .addSubcommand("cluster", ClusterCommand.line(server))
        .addSubcommand("routes", RoutesCommand.line(server))
        .addSubcommand("help", new HelpCommand());
    line.setParameterExceptionHandler(KurirCommand::typedWrongly);
    line.setExecutionExceptionHandler(KurirCommand::failed);
    return line;
  }

  private static int typedWrongly(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    command
        .getErr()
        .printf(
            "error: %s; see %s --help%n",
            oneLine(String.valueOf(e.getMessage())), command.getCommandSpec().qualifiedName());
    return CommandException.USAGE;
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    Throwable cause = e;
    while (cause.getMessage() == null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    command
        .getErr()
        .println("error: " + oneLine(message == null ? cause.getClass().getSimpleName() : message));
    return e instanceof CommandException own ? own.exitCode() : CommandException.REFUSED;
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  /** Without a command: what there is. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command (expected: a COMMAND)");
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = KurirCommand.class.getPackage().getImplementationVersion();
      return new String[] {"Kurir " + (version == null ? "(not packaged)" : version)};
    }
  }
}
