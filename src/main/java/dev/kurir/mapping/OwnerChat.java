package dev.kurir.mapping;

import dev.kurir.inbox.InboxMessage;
import dev.kurir.message.Capabilities;
import dev.kurir.message.ConversationId;
import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.NetworkName;
import dev.kurir.outbox.Draft;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the owner writes in the master chat: a message for a partner ({@code Telegram darmaastawan
 * halo} or a quote), or a command. What can't be mapped is answered with what is wrong and what
 * would be right. Thread-safe.
 */
final class OwnerChat {
  private static final Pattern ADDRESSED =
      Pattern.compile(
          "(\\S+)(?:\\s+(\\S+)(?:\\s+(.*))?)?", Pattern.DOTALL | Pattern.UNICODE_CHARACTER_CLASS);

  /** Events that an owner causes without wanting to say something to anybody. */
  private static final Set<String> SILENT =
      Set.of(
          "follow",
          "unfollow",
          "join",
          "leave",
          "unsend",
          "beacon",
          "postback",
          "accountlink",
          "membership",
          "delivery",
          "videoplaycomplete",
          "module",
          "activated",
          "deactivated",
          "botsuspended",
          "botresumed");

  private static final int SHOWN = 40;

  private final Directory directory;
  private final Answers commands;
  private final MasterChat master;
  private final Map<NetworkName, Capabilities> networks;

  /** Answers a command. */
  @FunctionalInterface
  interface Answers {
    List<Draft> drafts(Owner owner, InboxMessage command) throws SQLException;
  }

  OwnerChat(
      Directory directory,
      Answers commands,
      MasterChat master,
      Map<NetworkName, Capabilities> networks) {
    this.directory = directory;
    this.commands = commands;
    this.master = master;
    this.networks = networks;
  }

  List<Draft> drafts(Owner owner, InboxMessage message) throws SQLException {
    if (SILENT.contains(message.kind())) {
      return List.of();
    }
    if (!message.kind().equals("text")) {
      return master.notices(
          owner,
          message,
          "Not passed on: Kurir passes on texts, and this was "
              + message.kind()
              + ". Write it as a text.");
    }
    if (Commands.isCommand(message)) {
      return commands.drafts(owner, message);
    }
    NetworkMessageId quoted = message.quotes();
    return quoted == null ? addressed(owner, message) : answerToQuote(owner, message, quoted);
  }

  private List<Draft> answerToQuote(Owner owner, InboxMessage message, NetworkMessageId quoted)
      throws SQLException {
    Optional<Contact> partner = directory.quoted(owner.id(), message.bot(), quoted);
    if (partner.isPresent() && message.text().isBlank()) {
      return master.notices(
          owner, message, "Not sent: the text is empty. Quote the message and write your text.");
    }
    if (partner.isPresent()) {
      return send(owner, message, partner.get(), message.text());
    }
    return readsAddressed(message)
        ? addressed(owner, message)
        : master.notices(
            owner,
            message,
            "Not sent: the message that you quote is from no partner. Quote a partner's message, or write "
                + example(null));
  }

  private boolean readsAddressed(InboxMessage message) {
    Matcher words = ADDRESSED.matcher(message.text().strip());
    return words.matches() && words.group(2) != null && network(words.group(1)).isPresent();
  }

  private List<Draft> addressed(Owner owner, InboxMessage message) throws SQLException {
    Matcher words = ADDRESSED.matcher(message.text().strip());
    if (!words.matches()) {
      return master.notices(
          owner, message, "Not sent: the message is empty. Write " + example(null));
    }
    Optional<NetworkName> network = network(words.group(1));
    if (network.isEmpty()) {
      return master.notices(
          owner,
          message,
          "Not sent: "
              + shown(words.group(1))
              + " is no network (expected: "
              + networkNames()
              + "). Write "
              + example(null)
              + ", or quote a partner's message. /help tells more.");
    }
    String name = words.group(2);
    if (name == null) {
      return master.notices(
          owner,
          message,
          "Not sent: nobody is addressed and there is no text. Write " + example(network.get()));
    }
    Optional<Contact> contact = find(owner, network.get(), name);
    if (contact.isEmpty()) {
      return master.notices(owner, message, unknown(owner, network.get(), name));
    }
    String text = words.group(3);
    if (text == null || text.isBlank()) {
      return master.notices(
          owner,
          message,
          "Not sent: the text is empty. Write "
              + master.name(network.get())
              + " "
              + contact.get().handle()
              + " and then your text.");
    }
    return send(owner, message, contact.get(), text);
  }

  private Optional<Contact> find(Owner owner, NetworkName network, String name)
      throws SQLException {
    Optional<Contact> exact = directory.find(owner.id(), network, name);
    return exact.isPresent() || !name.startsWith("@") || name.length() == 1
        ? exact
        : directory.find(owner.id(), network, name.substring(1));
  }

  private List<Draft> send(Owner owner, InboxMessage message, Contact to, String text) {
    Capabilities network = networks.get(to.network());
    int limit = network == null ? Integer.MAX_VALUE : network.textLimit();
    List<String> parts = TextSplit.atWords(text, limit);
    List<Draft> drafts = new ArrayList<>();
    for (String part : parts) {
      drafts.add(
          new Draft(
              to.network(),
              false,
              owner.id(),
              ConversationId.with(to.id()),
              to.id(),
              message.id(),
              null,
              part));
    }
    if (parts.size() > 1) {
      drafts.addAll(
          master.notices(
              owner,
              message,
              String.format(
                  Locale.ROOT,
                  "Your text for %s has %,d characters and %s takes %,d in a message: it goes out in %d parts, divided between words.",
                  to.handle(),
                  text.length(),
                  master.name(to.network()),
                  limit,
                  parts.size())));
    }
    return drafts;
  }

  private String unknown(Owner owner, NetworkName network, String name) throws SQLException {
    List<Contact> all = directory.all(owner.id());
    String asked =
        "Not sent: " + shown(name) + " is none of your contacts on " + master.name(network) + ". ";
    if (all.isEmpty()) {
      return asked + "Nobody has written to your bots yet: a partner has to write first.";
    }
    String nearest =
        Nearest.of(name, network, all).stream()
            .map(contact -> master.name(contact.network()) + " " + contact.handle())
            .collect(Collectors.joining("\n"));
    return asked + "The nearest:\n" + nearest + "\n/contacts lists all.";
  }

  private Optional<NetworkName> network(String word) {
    return networks.values().stream()
        .filter(
            n ->
                n.network().value().equalsIgnoreCase(word)
                    || n.displayName().equalsIgnoreCase(word))
        .map(Capabilities::network)
        .findFirst();
  }

  private String networkNames() {
    return networks.values().stream()
        .map(Capabilities::displayName)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private String example(@Nullable NetworkName network) {
    return "the network, who, and your text, for example: "
        + (network == null ? "Telegram" : master.name(network))
        + " darmaastawan halo";
  }

  private static String shown(String word) {
    if (word.length() <= SHOWN) {
      return '"' + word + '"';
    }
    int end = Character.isLowSurrogate(word.charAt(SHOWN)) ? SHOWN - 1 : SHOWN;
    return '"' + word.substring(0, end) + "…\"";
  }
}
