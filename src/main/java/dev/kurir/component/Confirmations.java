package dev.kurir.component;

import dev.kurir.stanza.Element;
import dev.kurir.stanza.Stanza;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whoever waits for the server to have processed what was written before: a ping (XEP-0199) from
 * the component to itself goes through the server, which takes a stream's stanzas in order, so when
 * it is back, all before it has been processed. One ping is on its way at a time; who asks
 * meanwhile shares the next. Used on the stream's thread only.
 */
final class Confirmations {
  private final String domain;
  private final Consumer<Stanza> wire;
  private List<CompletableFuture<Boolean>> asked = new ArrayList<>();
  private List<CompletableFuture<Boolean>> answered = List.of();

  /** Differs from that of every other connection: ejabberd lets several serve one domain. */
  private final String prefix = "kurir-" + UUID.randomUUID() + "-";

  private int pings;
  private @Nullable String onItsWay;
  private boolean over;

  Confirmations(String domain, Consumer<Stanza> wire) {
    this.domain = domain;
    this.wire = wire;
  }

  /** Completes with true after a ping that is written from now on has come back, or false. */
  void ask(CompletableFuture<Boolean> confirmed) {
    if (over) {
      confirmed.complete(false);
    } else {
      asked.add(confirmed);
      ping();
    }
  }

  /** Sends a ping if none is on its way: a sign of life. */
  void ping() {
    if (onItsWay == null) {
      answered = asked;
      asked = new ArrayList<>();
      onItsWay = prefix + ++pings;
      wire.accept(
          new Stanza(
              Element.builder("iq", Stanza.NAMESPACE)
                  .attribute("type", "get")
                  .attribute("id", onItsWay)
                  .attribute("from", domain)
                  .attribute("to", domain)
                  .child(Element.builder("ping", "urn:xmpp:ping").build())
                  .build()));
    }
  }

  /**
   * Takes a stanza, if it is the ping that comes back, or an answer to it. Only the component sends
   * as its own domain, and the server makes sure of it.
   */
  boolean took(Stanza stanza) {
    boolean own =
        onItsWay != null
            && stanza.kind() == Stanza.Kind.IQ
            && stanza.id().filter(onItsWay::equals).isPresent()
            && stanza.from().filter(domain::equals).isPresent();
    if (own) {
      onItsWay = null;
      complete(answered, true);
      if (!asked.isEmpty()) {
        ping();
      }
    }
    return own;
  }

  /** The connection is gone: nobody can be told any more. */
  void end() {
    over = true;
    complete(answered, false);
    complete(asked, false);
  }

  private static void complete(List<CompletableFuture<Boolean>> waiting, boolean confirmed) {
    waiting.forEach(one -> one.complete(confirmed));
  }
}
