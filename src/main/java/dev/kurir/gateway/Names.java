package dev.kurir.gateway;

/** The namespaces of the extensions that are understood. */
final class Names {
  static final String CONDITIONS = "urn:ietf:params:xml:ns:xmpp-stanzas";
  static final String REGISTER = "jabber:iq:register";
  static final String SEARCH = "jabber:iq:search";
  static final String VERSION = "jabber:iq:version";
  static final String PING = "urn:xmpp:ping";
  static final String FEATURES = "http://jabber.org/protocol/disco#info";
  static final String ITEMS = "http://jabber.org/protocol/disco#items";
  static final String CAPS = "http://jabber.org/protocol/caps";
  static final String FORM = "jabber:x:data";
  static final String RECEIPTS = "urn:xmpp:receipts";
  static final String DELAY = "urn:xmpp:delay";
  static final String MUC = "http://jabber.org/protocol/muc";
  static final String MUC_USER = "http://jabber.org/protocol/muc#user";
  static final String INVITATION = "jabber:x:conference";
  static final String PLACE = "http://jabber.org/protocol/geoloc";
  static final String EVENT = "http://jabber.org/protocol/pubsub#event";

  private Names() {}
}
