package dev.kurir.api;

import dev.kurir.api.Answers.BotAnswer;
import dev.kurir.api.Answers.ContactAnswer;
import dev.kurir.api.Answers.ListedOwner;
import dev.kurir.api.Answers.NewOwner;
import dev.kurir.api.Answers.Page;
import dev.kurir.api.Answers.Redriven;
import dev.kurir.message.BotId;
import dev.kurir.message.Credentials;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.MessageId;
import dev.kurir.message.NetworkName;
import dev.kurir.message.Role;
import dev.kurir.owner.BotRefusedException;
import dev.kurir.owner.Bots;
import dev.kurir.owner.ConflictException;
import dev.kurir.owner.Contacts;
import dev.kurir.owner.NotFoundException;
import dev.kurir.owner.Owner;
import dev.kurir.owner.Owners;
import dev.kurir.owner.Registration;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;

/**
 * The operations of the administration that change something or list masters; each is a step of the
 * route that bears its name. Thread-safe.
 */
public final class Administration {
  private final Owners owners;
  private final Bots bots;
  private final Contacts contacts;
  private final Registration registration;
  private final Redrive redrive;

  Administration(
      Owners owners, Bots bots, Contacts contacts, Registration registration, Redrive redrive) {
    this.owners = owners;
    this.bots = bots;
    this.contacts = contacts;
    this.registration = registration;
    this.redrive = redrive;
  }

  /** Adds an owner. */
  public NewOwner addOwner(@Body byte @Nullable [] body) {
    return NewOwner.of(owners.add(RequestBody.read(body, Set.of("username")).text("username")));
  }

  /** All owners. */
  public Page listOwners() {
    return new Page(owners.list().stream().map(ListedOwner::of).toList(), null);
  }

  /** Registers a bot; it is live when this returns. */
  public BotAnswer addBot(@Header("username") String username, @Body byte @Nullable [] body)
      throws BotRefusedException {
    owners.require(username);
    RequestBody request = RequestBody.read(body, Set.of("network", "role", "credentials"));
    NetworkName network = new NetworkName(request.text("network"));
    Role role = role(request.optionalText("role").orElse("partner"));
    Credentials credentials = new Credentials(request.texts("credentials"));
    return BotAnswer.of(registration.addBot(username, network, role, credentials));
  }

  private static Role role(String name) {
    return switch (name) {
      case "master" -> Role.MASTER;
      case "partner" -> Role.PARTNER;
      default -> throw new InvalidFieldException("role", "another", "master or partner");
    };
  }

  /** An owner's bots. */
  public Page listBots(@Header("username") String username) {
    Owner owner = owners.require(username);
    return new Page(bots.list(owner.id()).stream().map(BotAnswer::of).toList(), null);
  }

  /** Removes a bot. */
  public void removeBot(@Header("username") String username, @Header("id") String id) {
    owners.require(username);
    long number = Paging.number("id", id, 1, Integer.MAX_VALUE, "a bot's number");
    registration.removeBot(username, new BotId((int) number));
  }

  /** An owner's contacts. */
  public Page listContacts(
      @Header("username") String username,
      @Header("after") @Nullable String after,
      @Header("limit") @Nullable String limit) {
    Owner owner = owners.require(username);
    Paging paging = Paging.of(after, limit);
    List<ContactAnswer> rows =
        contacts.list(owner.id(), paging.after(), paging.rows()).stream()
            .map(ContactAnswer::of)
            .toList();
    return paging.page(rows, ContactAnswer::id);
  }

  /** Sends a dead letter again. */
  public Redriven redrive(@Header("id") String id) throws SQLException {
    MessageId message = messageId(id);
    try {
      return new Redriven(redrive.redrive(message).value(), message.value());
    } catch (InvalidFieldException e) {
      throw new ConflictException(String.valueOf(e.getMessage()));
    }
  }

  /** Which messages a listing asks for. */
  public MessagesAfter messagesAfter(
      @Header("owner") @Nullable String username,
      @Header("after") @Nullable String after,
      @Header("limit") @Nullable String limit) {
    if (username == null) {
      throw new InvalidFieldException("owner", "missing", "an owner's user name");
    }
    return MessagesAfter.of(owners.require(username).id(), Paging.of(after, limit));
  }

  /** Which message a request asks for. */
  public MessageId messageId(@Header("id") String id) {
    return new MessageId(Paging.number("id", id, 1, Long.MAX_VALUE, "a message's number"));
  }

  static NotFoundException noSuchMessage(MessageId id) {
    return new NotFoundException("message", id.toString(), "the number of a stored message");
  }
}
