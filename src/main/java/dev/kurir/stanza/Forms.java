package dev.kurir.stanza;

import static dev.kurir.stanza.Slot.attribute;
import static dev.kurir.stanza.Slot.child;
import static dev.kurir.stanza.Slot.childAttribute;
import static dev.kurir.stanza.Slot.childText;
import static dev.kurir.stanza.Slot.children;
import static dev.kurir.stanza.Slot.requiredAttribute;
import static dev.kurir.stanza.Slot.requiredText;
import static dev.kurir.stanza.Slot.text;
import static dev.kurir.stanza.Slot.wording;

import java.util.ArrayList;
import java.util.List;

/**
 * Which parts of stanzas have a field of their own: a table, in the order in which they are
 * written. What isn't here is an {@link Extension}.
 */
final class Forms {
  private static final String CLIENT = Stanza.NAMESPACE;
  private static final String CONDITIONS = "urn:ietf:params:xml:ns:xmpp-stanzas";
  private static final String RECEIPTS = "urn:xmpp:receipts";
  private static final String MARKERS = "urn:xmpp:chat-markers:0";
  private static final String IDS = "urn:xmpp:sid:0";
  private static final String PLACE = "http://jabber.org/protocol/geoloc";
  private static final String LINK = "jabber:x:oob";
  private static final String REACTIONS = "urn:xmpp:reactions:0";
  private static final String MUC = "http://jabber.org/protocol/muc";
  private static final String MUC_USER = "http://jabber.org/protocol/muc#user";
  private static final String EVENT = "http://jabber.org/protocol/pubsub#event";
  private static final String VERSION = "jabber:iq:version";
  private static final String TIME = "urn:xmpp:time";
  private static final String FEATURES = "http://jabber.org/protocol/disco#info";
  private static final String ITEMS = "http://jabber.org/protocol/disco#items";
  private static final int COUNT = Integer.MAX_VALUE;

  private static final Codec EXTENSION = new Extension();
  private static final Slot EXTENSIONS = children("extensions", EXTENSION);
  private static final Slot LANG = attribute("lang", "xml:lang", Scalar.TEXT);

  /** RFC 6120 §8.3. */
  private static final Slot ERROR =
      child(
          "error",
          Form.of(
              "error",
              CLIENT,
              attribute(
                  "type", "type", Scalar.oneOf("auth", "cancel", "continue", "modify", "wait")),
              attribute("code", "code", Scalar.whole(0, 999)),
              attribute("by", "by", Scalar.ADDRESS),
              child(
                  "condition",
                  new Codec.Choice(
                      CONDITIONS,
                      List.of(
                          "bad-request",
                          "conflict",
                          "feature-not-implemented",
                          "forbidden",
                          "gone",
                          "internal-server-error",
                          "item-not-found",
                          "jid-malformed",
                          "not-acceptable",
                          "not-allowed",
                          "not-authorized",
                          "payment-required",
                          "policy-violation",
                          "recipient-unavailable",
                          "redirect",
                          "registration-required",
                          "remote-server-not-found",
                          "remote-server-timeout",
                          "resource-constraint",
                          "service-unavailable",
                          "subscription-required",
                          "undefined-condition",
                          "unexpected-request"))),
              wording("text", "text", CONDITIONS),
              EXTENSIONS));

  /** XEP-0203. */
  private static final Slot DELAY =
      child(
          "delay",
          Form.of(
              "delay",
              "urn:xmpp:delay",
              requiredAttribute("stamp", "stamp", Scalar.STAMP),
              attribute("from", "from", Scalar.ADDRESS),
              text("reason")));

  /** XEP-0172. */
  private static final Slot NICKNAME =
      childText("nickname", "nick", "http://jabber.org/protocol/nick", Scalar.TEXT);

  /** XEP-0080; what else it tells is in its own extensions. */
  private static final Slot PLACES =
      child(
          "place",
          Form.of(
              "geoloc",
              PLACE,
              LANG,
              childText("latitude", "lat", PLACE, Scalar.decimal(-90, 90)),
              childText("longitude", "lon", PLACE, Scalar.decimal(-180, 180)),
              childText("accuracy", "accuracy", PLACE, Scalar.decimal(0, 100_000_000)),
              childText("altitude", "alt", PLACE, Scalar.decimal(-100_000, 100_000_000)),
              childText("text", "text", PLACE, Scalar.TEXT),
              childText("timestamp", "timestamp", PLACE, Scalar.STAMP),
              EXTENSIONS));

  static final Form MESSAGE =
      stanza(
          Stanza.Kind.MESSAGE,
          Scalar.oneOf("normal", "chat", "groupchat", "headline", "error"),
          wording("body", "body", CLIENT),
          wording("subject", "subject", CLIENT),
          childText("thread", "thread", CLIENT, Scalar.TEXT),
          NICKNAME,
          // XEP-0184
          child("receiptRequest", new Codec.Flag("request", RECEIPTS)),
          childAttribute("receipt", "received", RECEIPTS, "id", Scalar.ID),
          // XEP-0333
          child("markable", new Codec.Flag("markable", MARKERS)),
          childAttribute("displayed", "displayed", MARKERS, "id", Scalar.ID),
          // XEP-0085
          child(
              "chatState",
              new Codec.Choice(
                  "http://jabber.org/protocol/chatstates",
                  List.of("active", "composing", "paused", "inactive", "gone"))),
          // XEP-0461, XEP-0308, XEP-0424, XEP-0444
          child(
              "replyTo",
              Form.of(
                  "reply",
                  "urn:xmpp:reply:0",
                  requiredAttribute("id", "id", Scalar.ID),
                  attribute("to", "to", Scalar.ADDRESS))),
          childAttribute("replace", "replace", "urn:xmpp:message-correct:0", "id", Scalar.ID),
          childAttribute("retract", "retract", "urn:xmpp:message-retract:1", "id", Scalar.ID),
          child(
              "reactions",
              Form.of(
                  "reactions",
                  REACTIONS,
                  requiredAttribute("id", "id", Scalar.ID),
                  children(
                      "emojis",
                      Form.Inline.of("reaction", REACTIONS, requiredText("", Scalar.TEXT))))),
          // XEP-0359
          childAttribute("originId", "origin-id", IDS, "id", Scalar.ID),
          children(
              "stanzaIds",
              Form.of(
                  "stanza-id",
                  IDS,
                  requiredAttribute("id", "id", Scalar.ID),
                  requiredAttribute("by", "by", Scalar.ADDRESS))),
          DELAY,
          PLACES,
          // XEP-0066
          child(
              "link",
              Form.of(
                  "x",
                  LINK,
                  childText("url", "url", LINK, Scalar.TEXT),
                  childText("description", "desc", LINK, Scalar.TEXT))),
          // XEP-0249
          child(
              "invitation",
              Form.of(
                  "x",
                  "jabber:x:conference",
                  requiredAttribute("room", "jid", Scalar.ADDRESS),
                  attribute("password", "password", Scalar.TEXT),
                  attribute("reason", "reason", Scalar.TEXT))),
          // XEP-0060 §7.1.2, as XEP-0163 sends it
          child("event", Form.Inline.of("event", EVENT, child("", event()))));

  static final Form PRESENCE =
      stanza(
          Stanza.Kind.PRESENCE,
          Scalar.oneOf(
              "unavailable",
              "subscribe",
              "subscribed",
              "unsubscribe",
              "unsubscribed",
              "probe",
              "error"),
          childText("show", "show", CLIENT, Scalar.oneOf("away", "chat", "dnd", "xa")),
          wording("status", "status", CLIENT),
          childText("priority", "priority", CLIENT, Scalar.whole(-128, 127)),
          NICKNAME,
          DELAY,
          // XEP-0045 §7.2
          child(
              "muc",
              Form.of(
                  "x",
                  MUC,
                  childText("password", "password", MUC, Scalar.TEXT),
                  child(
                      "history",
                      Form.of(
                          "history",
                          MUC,
                          attribute("characters", "maxchars", Scalar.whole(0, COUNT)),
                          attribute("messages", "maxstanzas", Scalar.whole(0, COUNT)),
                          attribute("seconds", "seconds", Scalar.whole(0, COUNT)),
                          attribute("since", "since", Scalar.STAMP))))),
          child(
              "occupant",
              Form.of(
                  "x",
                  MUC_USER,
                  child(
                      "item",
                      Form.of(
                          "item",
                          MUC_USER,
                          attribute(
                              "affiliation",
                              "affiliation",
                              Scalar.oneOf("owner", "admin", "member", "none", "outcast")),
                          attribute(
                              "role",
                              "role",
                              Scalar.oneOf("moderator", "participant", "visitor", "none")),
                          attribute("address", "jid", Scalar.ADDRESS),
                          attribute("nickname", "nick", Scalar.TEXT),
                          childText("reason", "reason", MUC_USER, Scalar.TEXT),
                          EXTENSIONS)),
                  children(
                      "codes",
                      Form.Inline.of(
                          "status",
                          MUC_USER,
                          requiredAttribute("", "code", Scalar.whole(100, 999)))),
                  EXTENSIONS)));

  static final Form IQ =
      stanza(
          Stanza.Kind.IQ,
          Scalar.oneOf("get", "set", "result", "error"),
          // XEP-0199, XEP-0092, XEP-0202, XEP-0030
          child("ping", new Codec.Flag("ping", "urn:xmpp:ping")),
          child(
              "version",
              Form.of(
                  "query",
                  VERSION,
                  childText("name", "name", VERSION, Scalar.TEXT),
                  childText("version", "version", VERSION, Scalar.TEXT),
                  childText("os", "os", VERSION, Scalar.TEXT))),
          child(
              "time",
              Form.of(
                  "time",
                  TIME,
                  childText("zone", "tzo", TIME, Scalar.TEXT),
                  childText("utc", "utc", TIME, Scalar.STAMP))),
          child(
              "discoInfo",
              Form.of(
                  "query",
                  FEATURES,
                  attribute("node", "node", Scalar.TEXT),
                  children(
                      "identities",
                      Form.of(
                          "identity",
                          FEATURES,
                          requiredAttribute("category", "category", Scalar.TEXT),
                          requiredAttribute("type", "type", Scalar.TEXT),
                          attribute("name", "name", Scalar.TEXT),
                          LANG)),
                  children(
                      "features",
                      Form.Inline.of(
                          "feature", FEATURES, requiredAttribute("", "var", Scalar.TEXT))),
                  EXTENSIONS)),
          child(
              "discoItems",
              Form.of(
                  "query",
                  ITEMS,
                  attribute("node", "node", Scalar.TEXT),
                  children(
                      "items",
                      Form.of(
                          "item",
                          ITEMS,
                          requiredAttribute("address", "jid", Scalar.ADDRESS),
                          attribute("name", "name", Scalar.TEXT),
                          attribute("node", "node", Scalar.TEXT))),
                  EXTENSIONS)));

  private Forms() {}

  private static Form event() {
    Form item =
        Form.of(
            "item",
            EVENT,
            attribute("id", "id", Scalar.TEXT),
            attribute("publisher", "publisher", Scalar.ADDRESS),
            PLACES,
            EXTENSIONS);
    return Form.of(
        "items",
        EVENT,
        requiredAttribute("node", "node", Scalar.TEXT),
        children("items", item),
        children(
            "retracted",
            Form.Inline.of("retract", EVENT, requiredAttribute("", "id", Scalar.TEXT))));
  }

  /** What all kinds have, around what one has. */
  private static Form stanza(Stanza.Kind kind, Scalar type, Slot... own) {
    List<Slot> slots =
        new ArrayList<>(
            List.of(
                attribute("type", "type", type),
                attribute("id", "id", Scalar.ID),
                attribute("from", "from", Scalar.ADDRESS),
                attribute("to", "to", Scalar.ADDRESS),
                LANG));
    slots.addAll(List.of(own));
    slots.add(ERROR);
    if (kind == Stanza.Kind.IQ) {
      slots.add(child("query", EXTENSION));
    }
    slots.add(EXTENSIONS);
    slots.add(new Slot.OfOtherAttributes("attributes"));
    return new Form(kind.element(), CLIENT, List.copyOf(slots));
  }
}
