package dev.kurir.gateway;

import dev.kurir.community.Person;
import dev.kurir.gateway.Refusal.Condition;
import dev.kurir.messenger.Accounts;
import dev.kurir.messenger.Accounts.Account;
import dev.kurir.messenger.Messenger;
import dev.kurir.stanza.Element;
import dev.kurir.stanza.Stanza;
import java.sql.SQLException;
import java.util.Optional;

/**
 * In-band registration (XEP-0077, XEP-0100 §4.1 to §4.3): links an address to a new account, or to
 * one whose password is shown. Thread-safe; asks the database.
 */
final class Registration {
  private static final String INSTRUCTIONS =
      "Choose a user name and a password, or enter those of the account that you have.";

  private final Wire wire;
  private final Accounts accounts;
  private final Links links;
  private final Attempts attempts;
  private final Outcome outcome;

  /** What is done when links begin and end. */
  interface Outcome {
    void begun(Link link);

    void ended(Link link);
  }

  Registration(Wire wire, Accounts accounts, Links links, Attempts attempts, Outcome outcome) {
    this.wire = wire;
    this.accounts = accounts;
    this.links = links;
    this.attempts = attempts;
    this.outcome = outcome;
  }

  /** What is to be filled in, and whether one is registered. */
  void ask(Stanza iq, Jid from) {
    Element.Builder query =
        Element.builder("query", Names.REGISTER).child("instructions", INSTRUCTIONS);
    Optional<Link> link = links.at(from.bare());
    if (link.isPresent()) {
      query.child(Element.builder("registered", Names.REGISTER).build());
    }
    query.child(
        Element.builder("username", Names.REGISTER)
            .text(link.map(known -> known.person().name()).orElse(""))
            .build());
    query.child(Element.builder("password", Names.REGISTER).build());
    wire.send(Drafts.result(iq, query.build()));
  }

  /** Registers or removes. */
  void fill(Stanza iq, Jid from, Element query) {
    if (query.child("remove", Names.REGISTER).isPresent()) {
      remove(iq, from);
      return;
    }
    String name = Messenger.name("username", field(query, "username"));
    String password = field(query, "password");
    if (!attempts.begin(from)) {
      throw new Refusal(Condition.RESOURCE_CONSTRAINT, "Too many attempts: try again in a minute.");
    }
    Account account = account(from, name, password);
    Link link = new Link(new Person(account.id(), account.name()), from.bare());
    links.link(link).forEach(outcome::ended);
    wire.send(new Stanza(Drafts.result(iq).build()));
    outcome.begun(link);
  }

  private static String field(Element query, String name) {
    return query
        .child(name, Names.REGISTER)
        .map(Element::text)
        .filter(text -> !text.isEmpty())
        .orElseThrow(
            () ->
                new Refusal(
                    Condition.NOT_ACCEPTABLE, name + ": missing (expected: " + INSTRUCTIONS + ")"));
  }

  private Account account(Jid from, String name, String password) {
    try {
      Optional<Account> account =
          accounts.named(name).isPresent() ? Optional.empty() : accounts.register(name, password);
      return account
          .or(() -> prove(name, password))
          .orElseThrow(
              () -> {
                attempts.failed(from);
                return new Refusal(
                    Condition.CONFLICT,
                    "The name is taken, and the password is not that of its account.");
              });
    } catch (SQLException e) {
      throw away(e);
    }
  }

  private Optional<Account> prove(String name, String password) {
    try {
      return accounts.prove(name, password);
    } catch (SQLException e) {
      throw away(e);
    }
  }

  private static IllegalStateException away(SQLException e) {
    return new IllegalStateException("the database is away", e);
  }

  private void remove(Stanza iq, Jid from) {
    Link link =
        links
            .at(from.bare())
            .orElseThrow(
                () -> new Refusal(Condition.REGISTRATION_REQUIRED, "You are not registered."));
    links.unlink(link);
    outcome.ended(link);
    wire.send(new Stanza(Drafts.result(iq).build()));
  }
}
