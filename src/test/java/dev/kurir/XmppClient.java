package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.sandbox.Prosody;
import dev.kurir.stanza.Element;
import dev.kurir.stanza.Fault;
import dev.kurir.stanza.Limits;
import dev.kurir.stanza.Stanza;
import dev.kurir.stanza.StanzaParser;
import dev.kurir.stanza.StreamListener;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Somebody's XMPP client, written out without a library: sends what it is told to, and keeps every
 * stanza as it came. For a server without encryption.
 */
final class XmppClient implements AutoCloseable {
  private static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";

  private static final String ROSTER = "jabber:iq:roster";

  private final Prosody prosody;
  private final String name;
  private final String resource;
  private final List<Element> received = new CopyOnWriteArrayList<>();
  private volatile Socket socket = new Socket();
  private int asked;

  /** Makes the account and signs in. */
  XmppClient(Prosody prosody, String name, String resource) throws Exception {
    this.prosody = prosody;
    this.name = name;
    this.resource = resource;
    prosody.register(name, "pw-" + name);
    signIn();
  }

  /** Signs in, again where it was before. */
  XmppClient signIn() throws Exception {
    socket.close();
    socket = new Socket(InetAddress.getByName("127.0.0.1"), prosody.port());
    Socket own = socket;
    Thread reading = new Thread(() -> read(own), "xmpp-client-" + name);
    reading.setDaemon(true);
    reading.start();
    int before = received.size();
    begin();
    await(before, "features", element -> element.name().equals("features"));
    String secret = "\0" + name + "\0pw-" + name;
    send(
        "<auth xmlns='"
            + SASL
            + "' mechanism='PLAIN'>"
            + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8))
            + "</auth>");
    await(before, "success", element -> element.is("success", SASL));
    int authenticated = received.size();
    begin();
    await(authenticated, "features", element -> element.name().equals("features"));
    assertThat(
            ask(
                    "set",
                    "",
                    "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>"
                        + resource
                        + "</resource></bind>")
                .attribute("type"))
        .contains("result");
    var unused = ask("get", "", "<query xmlns='" + ROSTER + "'/>"); // to be told of changes
    send("<presence/>");
    return this;
  }

  private void begin() throws IOException {
    send(
        "<?xml version='1.0'?><stream:stream xmlns='jabber:client'"
            + " xmlns:stream='http://etherx.jabber.org/streams' version='1.0' to='"
            + prosody.host()
            + "'>");
  }

  private void read(Socket from) {
    Elements elements = new Elements();
    byte[] bytes = new byte[8_192];
    try (InputStream in = from.getInputStream()) {
      for (int count = in.read(bytes); count > 0; count = in.read(bytes)) {
        elements.take(bytes, count);
      }
    } catch (IOException e) {
      // closed, by either
    }
  }

  /** A stream's elements; after the login another stream begins on the same connection. */
  private final class Elements implements StreamListener {
    private StanzaParser parser = new StanzaParser(Limits.USUAL, this);
    private boolean anew;

    void take(byte[] bytes, int count) {
      if (anew) {
        anew = false;
        parser = new StanzaParser(Limits.USUAL, this);
      }
      parser.feed(ByteBuffer.wrap(bytes, 0, count));
    }

    @Override
    public void opened(Element header) {}

    @Override
    public void received(Element element) {
      anew |= element.is("success", SASL);
      received.add(element);
    }

    @Override
    public void skipped(Element head, Fault fault) {
      throw new AssertionError("skipped: " + fault);
    }

    @Override
    public void closed() {}

    @Override
    public void broken(String reason) {}
  }

  String jid() {
    return name + "@" + prosody.host();
  }

  String fullJid() {
    return jid() + "/" + resource;
  }

  void send(String xml) throws IOException {
    socket.getOutputStream().write(xml.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a chat message. */
  void says(String to, String id, String text) throws IOException {
    send("<message type='chat' id='%s' to='%s'><body>%s</body></message>".formatted(id, to, text));
  }

  /** Sends an iq; its answer, a result or an error. */
  Element ask(String type, String to, String payload) throws IOException {
    String id = "q" + ++asked + "-" + System.nanoTime();
    String where = to.isEmpty() ? "" : " to='" + to + "'";
    send("<iq type='" + type + "' id='" + id + "'" + where + ">" + payload + "</iq>");
    return await(
        "an answer to " + payload,
        element -> element.name().equals("iq") && element.attribute("id").orElse("").equals(id));
  }

  /** Waits for something that came, whenever it did. */
  Element await(String what, Predicate<Element> wanted) {
    return await(0, what, wanted);
  }

  private Element await(int from, String what, Predicate<Element> wanted) {
    TestWait.until(() -> find(from, wanted) != null, what + " for " + name);
    return find(from, wanted);
  }

  private Element find(int from, Predicate<Element> wanted) {
    return received.stream().skip(from).filter(wanted).findFirst().orElse(null);
  }

  /** Everything so far. */
  List<Element> received() {
    return received;
  }

  /** Messages with a text from an address, bare or full. */
  List<Element> messages(String from) {
    return received.stream()
        .filter(element -> element.name().equals("message"))
        .filter(element -> element.attribute("from").orElse("").startsWith(from))
        .filter(element -> element.child("body", Stanza.NAMESPACE).isPresent())
        .filter(element -> element.attribute("type").filter("error"::equals).isEmpty())
        .toList();
  }

  /** The texts of these. */
  List<String> texts(String from) {
    return messages(from).stream().map(XmppClient::text).toList();
  }

  static String text(Element message) {
    return message.child("body", Stanza.NAMESPACE).map(Element::text).orElse("");
  }

  /** The condition of the error that a stanza is; empty: it is none. */
  static String error(Element stanza) {
    return stanza.child("error", Stanza.NAMESPACE).stream()
        .flatMap(error -> error.children().stream())
        .map(Element::name)
        .findFirst()
        .orElse("");
  }

  /** Waits for the error that answers a stanza. */
  String refusal(String id) {
    return error(
        await(
            "the refusal of " + id,
            element ->
                element.attribute("id").orElse("").equals(id)
                    && element.attribute("type").filter("error"::equals).isPresent()));
  }

  /** Waits for a presence. */
  Element presence(String from, String type) {
    return await(
        "presence " + type + " from " + from,
        element ->
            element.name().equals("presence")
                && element.attribute("from").orElse("").startsWith(from)
                && element.attribute("type").orElse("").equals(type));
  }

  /** Waits until the roster has a contact with a subscription, such as {@code both}. */
  void roster(String contact, String subscription) {
    Predicate<Element> wanted =
        push ->
            push.child("query", ROSTER)
                .flatMap(query -> query.child("item", ROSTER))
                .filter(item -> item.attribute("jid").filter(contact::equals).isPresent())
                .filter(
                    item -> item.attribute("subscription").filter(subscription::equals).isPresent())
                .isPresent();
    var unused = await("roster: " + subscription + " of " + contact, wanted);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
