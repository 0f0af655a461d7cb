package dev.kurir.gateway;

import dev.kurir.community.RefusedException;
import dev.kurir.component.StanzaHandler;
import dev.kurir.gateway.Refusal.Condition;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.stanza.Stanza;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what the XMPP server brings, of each address in its order. Thread-safe. */
final class Reception implements StanzaHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
  private static final CompletionStage<?> DONE = CompletableFuture.completedFuture(true);

  private final Addressing addressing;
  private final Wire wire;
  private final Turns turns;
  private final Links links;
  private final Arrivals arrivals;
  private final Queries queries;
  private final Rooms rooms;
  private final Correspondence correspondence;
  private final Trail trail;
  private final Bounces bounces;

  Reception(
      Addressing addressing,
      Wire wire,
      Turns turns,
      Links links,
      Arrivals arrivals,
      Queries queries,
      Rooms rooms,
      Correspondence correspondence,
      Trail trail,
      Bounces bounces) {
    this.addressing = addressing;
    this.wire = wire;
    this.turns = turns;
    this.links = links;
    this.arrivals = arrivals;
    this.queries = queries;
    this.rooms = rooms;
    this.correspondence = correspondence;
    this.trail = trail;
    this.bounces = bounces;
  }

  @Override
  public CompletionStage<?> received(Stanza stanza) {
    arrivals.renew(wire.openings(), true);
    Jid from = Jid.of(stanza.from().orElse(""));
    return turns.take(from.bare(), () -> take(stanza, from));
  }

  private CompletionStage<?> take(Stanza stanza, Jid from) {
    Target target = addressing.target(Jid.of(stanza.to().orElse("")));
    try {
      if (stanza.isError()) {
        bounces.received(stanza, from);
        return DONE;
      }
      switch (stanza.kind()) {
        case MESSAGE -> {
          return message(stanza, from, target)
              .handle((done, failure) -> settle(stanza, target, failure));
        }
        case PRESENCE -> arrivals.received(stanza, from, target);
        case IQ -> queries.received(stanza, from, target);
      }
    } catch (Refusal e) {
      refuse(stanza, target, e);
    } catch (RefusedException e) {
      refuse(stanza, target, Refusal.of(e));
    } catch (InvalidFieldException e) {
      refuse(stanza, target, Refusal.of(e));
    }
    return DONE;
  }

  /** What could not be stored is refused with its reason, or as the stream does it. */
  private boolean settle(Stanza stanza, Target target, @Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof RefusedException refused) {
      refuse(stanza, target, Refusal.of(refused));
    } else if (cause != null) {
      throw new CompletionException(cause);
    }
    return true;
  }

  /** Of presences only to enter a room is something that can be refused. */
  private void refuse(Stanza stanza, Target target, Refusal refusal) {
    LOG.debug("{} refused: {}", stanza, refusal.condition());
    boolean answers =
        stanza.kind() != Stanza.Kind.PRESENCE
            || (target.kind() == Target.Kind.CIRCLE && stanza.type().isEmpty());
    if (answers) {
      Drafts.error(stanza, refusal).ifPresent(wire::send);
    }
  }

  private CompletionStage<?> message(Stanza message, Jid from, Target target) {
    Link link = links.at(from.bare()).orElse(null);
    boolean hasText = Correspondence.text(message).isPresent();
    boolean hasPlace = message.element().child("geoloc", Names.PLACE).isPresent();
    if (link == null) {
      if (hasText || hasPlace) {
        throw new Refusal(
            Condition.REGISTRATION_REQUIRED,
            "Register with " + addressing.domain() + " first, by your client's form for it.");
      }
      return DONE;
    }
    if (trail.published(link, message)) {
      return DONE;
    }
    return switch (target.kind()) {
      case DOMAIN -> toDomain(link, message, hasText);
      case PERSON -> toPerson(link, message, target, hasPlace);
      case CIRCLE -> rooms.message(link, from, target, message);
      case NOBODY -> {
        if (!hasText) {
          yield DONE;
        }
        throw new Refusal(Condition.ITEM_NOT_FOUND, "Nobody can have this address.");
      }
    };
  }

  private CompletionStage<?> toDomain(Link link, Stanza message, boolean hasText) {
    if (!trail.left(link, message) && hasText) {
      throw new Refusal(
          Condition.NOT_ACCEPTABLE,
          "Nobody reads this: write to " + addressing.person("name") + ", or send a place.");
    }
    return DONE;
  }

  private CompletionStage<?> toPerson(Link link, Stanza message, Target target, boolean hasPlace) {
    String text = Correspondence.text(message).orElse(null);
    if (text != null) {
      return correspondence.toPerson(link, target.name(), message, text);
    }
    if (hasPlace) {
      throw new Refusal(
          Condition.NOT_ACCEPTABLE,
          "body: missing (expected: a text; places go to " + addressing.domain() + ")");
    }
    return DONE; // such as "is typing"
  }
}
