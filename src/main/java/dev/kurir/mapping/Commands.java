package dev.kurir.mapping;

import dev.kurir.inbox.InboxMessage;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.MessageId;
import dev.kurir.outbox.DeadLetters;
import dev.kurir.outbox.DeadLetters.DeadLetter;
import dev.kurir.outbox.Draft;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The commands of the master chat: /help, /contacts, /failed, /retry. Thread-safe. */
final class Commands {
  static final String HELP =
      """
      What partners write to your bots arrives here. To answer:
      - quote the message and write your text, or
      - write the network, who, and your text: Telegram darmaastawan halo

      /contacts - who has written to you
      /failed - what could not be delivered
      /retry <id> - send it again
      /help - this text""";

  private static final int FAILED_SHOWN = 20;
  private static final int EXCERPT = 60;

  private final Directory directory;
  private final DeadLetters deadLetters;
  private final MasterChat master;

  Commands(Directory directory, DeadLetters deadLetters, MasterChat master) {
    this.directory = directory;
    this.deadLetters = deadLetters;
    this.master = master;
  }

  static boolean isCommand(InboxMessage message) {
    return message.text().stripLeading().startsWith("/");
  }

  List<Draft> drafts(Owner owner, InboxMessage message) throws SQLException {
    String[] words = message.text().strip().split("\\s+", 3);
    switch (words[0].toLowerCase(Locale.ROOT)) {
      case "/help", "/start":
        return master.notices(owner, message, master.help());
      case "/contacts":
        return master.notices(owner, message, contacts(owner));
      case "/failed":
        return master.notices(owner, message, failed(owner));
      case "/retry":
        return retry(owner, message, words);
      default:
        return master.notices(
            owner,
            message,
            "Unknown command (expected: /help, /contacts, /failed or /retry <id>). To send a text that begins with /, write the network and who before it.");
    }
  }

  private String contacts(Owner owner) throws SQLException {
    List<Contact> all = directory.all(owner.id());
    if (all.isEmpty()) {
      return "Nobody has written to your bots yet.";
    }
    StringBuilder text = new StringBuilder("Your contacts, the newest first:");
    for (Contact contact : all) {
      text.append('\n').append(master.name(contact.network())).append(' ').append(contact.handle());
      if (!contact.shownName().isEmpty()) {
        text.append(" - ").append(contact.shownName());
      }
    }
    return text.toString();
  }

  private String failed(Owner owner) throws SQLException {
    List<DeadLetter> letters = deadLetters.of(owner.id(), FAILED_SHOWN);
    if (letters.isEmpty()) {
      return "Everything that you wrote was delivered or is on its way.";
    }
    StringBuilder text = new StringBuilder("Not delivered, the newest first:");
    for (DeadLetter letter : letters) {
      text.append("\n\n")
          .append(letter.id())
          .append(" to ")
          .append(addressee(owner, letter))
          .append(": ")
          .append(excerpt(letter.text()))
          .append('\n')
          .append(letter.state().equals("uncertain") ? "Perhaps delivered: " : "")
          .append(letter.reason());
    }
    return text.append("\n\n/retry <id> sends one again.").toString();
  }

  private String addressee(Owner owner, DeadLetter letter) throws SQLException {
    String network = master.name(letter.network());
    var contact = letter.contact();
    if (letter.conversation().isMaster() || contact == null) {
      return "you on " + network;
    }
    return directory
        .contact(owner.id(), contact)
        .map(c -> network + " " + c.handle())
        .orElse(network);
  }

  private static String excerpt(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= EXCERPT
        ? line
        : line.substring(0, Character.isLowSurrogate(line.charAt(EXCERPT)) ? EXCERPT - 1 : EXCERPT)
            + "…";
  }

  private List<Draft> retry(Owner owner, InboxMessage message, String[] words) throws SQLException {
    try {
      if (words.length < 2 || !words[1].matches("\\d{1,18}")) {
        throw new InvalidFieldException(
            "id",
            words.length < 2 ? "missing" : '"' + words[1] + '"',
            "a number from /failed, for example: /retry 42");
      }
      Draft again = deadLetters.again(new MessageId(Long.parseLong(words[1])), owner.id());
      List<Draft> drafts = new ArrayList<>(List.of(again));
      drafts.addAll(master.notices(owner, message, "Message " + words[1] + " is sent again."));
      return drafts;
    } catch (InvalidFieldException e) {
      return master.notices(owner, message, "Not sent again: " + e.getMessage());
    }
  }
}
