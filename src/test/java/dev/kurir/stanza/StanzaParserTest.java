package dev.kurir.stanza;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class StanzaParserTest {
  private static final String NEXT = "<message id='next'/>";

  @Property(tries = 500)
  void whatIsWrittenIsRead(@ForAll("elements") Element element) {
    Heard heard = Heard.of(Limits.USUAL, StanzaWriter.write(element));

    assertThat(heard.elements).containsExactly(element);
  }

  @Property(tries = 300)
  void bytesMayComeInAnyPieces(
      @ForAll("manyElements") List<Element> elements, @ForAll Random random) {
    StringBuilder stream = new StringBuilder(Heard.HEADER);
    for (Element element : elements) {
      stream.append(new String(StanzaWriter.write(element), StandardCharsets.UTF_8)).append(" \n");
    }
    byte[] bytes = stream.append("</stream:stream>").toString().getBytes(StandardCharsets.UTF_8);
    Heard heard = new Heard();
    StanzaParser parser = new StanzaParser(Limits.USUAL, heard);

    for (int at = 0; at < bytes.length; ) {
      int length = Math.min(bytes.length - at, 1 + random.nextInt(random.nextBoolean() ? 3 : 90));
      parser.feed(ByteBuffer.wrap(bytes, at, length));
      at += length;
    }

    assertThat(heard.elements).isEqualTo(elements);
    assertThat(heard.turns).containsExactly("opened 1", "closed");
  }

  @Property(tries = 500)
  void nothingThatIsFedThrows(@ForAll byte[] bytes) {
    Heard.of(Limits.USUAL, bytes);
    new StanzaParser(Limits.USUAL, new Heard()).feed(ByteBuffer.wrap(bytes));
  }

  @Property(tries = 500)
  void damagedStreamsThrowNothing(
      @ForAll("elements") Element element,
      @ForAll @IntRange(max = 10_000) int at,
      @ForAll byte damage) {
    byte[] bytes = StanzaWriter.write(element);
    bytes[at % bytes.length] = damage;

    Heard.of(Limits.USUAL, bytes);
  }

  @Property(tries = 200)
  void whatXmlForbidsIsReplaced(@ForAll String text) {
    Element body = Element.builder("body", Stanza.NAMESPACE).text(text).build();
    Element message =
        Element.builder("message", Stanza.NAMESPACE).attribute("id", text).child(body).build();

    Element read = Heard.element(new String(StanzaWriter.write(message), StandardCharsets.UTF_8));

    String allowed = allowed(text);
    assertThat(read.attribute("id")).hasValue(allowed);
    assertThat(read.children().get(0).text()).isEqualTo(allowed);
  }

  @Example
  void controlCharactersNoncharactersAndLoneSurrogatesAreForbidden() {
    assertThat(allowed("\u0000\u0001\u0008\u000B\u001F\uFFFE\uFFFF\uD800x\uDC00"))
        .isEqualTo("\uFFFD".repeat(8) + "x\uFFFD");
    assertThat(allowed("\t\n\r \u0080\uE000\uFFFD👩")).isEqualTo("\t\n\r \u0080\uE000\uFFFD👩");
  }

  private static String allowed(String text) {
    return text.codePoints()
        .map(c -> XmlNames.isAllowed(c) ? c : XmlNames.REPLACEMENT)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Example
  void namespacesAreThoseOfTheStream() {
    Element message =
        Heard.element(
            "<message><body>x</body><forwarded xmlns='urn:xmpp:forward:0'>"
                + "<message xmlns='jabber:client'/></forwarded></message>");

    assertThat(message.child("body", Stanza.NAMESPACE)).isPresent();
    assertThat(message.children().get(1).child("message", Stanza.NAMESPACE)).isPresent();
    assertThat(new String(StanzaWriter.write(message), StandardCharsets.UTF_8))
        .isEqualTo(
            "<message><body>x</body><forwarded xmlns='urn:xmpp:forward:0'>"
                + "<message xmlns='jabber:client'/></forwarded></message>");
  }

  @Example
  void aStreamErrorHasTheNamespaceOfItsPrefix() {
    Element error =
        Heard.element(
            "<stream:error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>");

    assertThat(error.is("error", "http://etherx.jabber.org/streams")).isTrue();
  }

  @Example
  void textMayBeMarkedAsData() {
    assertThat(Heard.element("<message>1<![CDATA[</b>&amp;]>]]]>&lt;</message>").text())
        .isEqualTo("1</b>&amp;]>]<");
  }

  @Example
  void documentTypesEntitiesCommentsAndInstructionsEndTheStream() {
    for (String hostile :
        List.of(
            "<!DOCTYPE a [<!ENTITY b 'bb'><!ENTITY c '&b;&b;&b;'>]><message>&c;</message>",
            "<message><!DOCTYPE a></message>",
            "<message><!-- note --></message>",
            "<!-- note -->",
            "<message><?php echo ?></message>",
            "<?xml version='1.0'?>",
            "text",
            "<>",
            "<a<b>",
            "<a b='<'/>")) {
      Heard heard = Heard.of(hostile + NEXT);

      assertThat(heard.turns).as(hostile).containsExactly("opened 1", "broken");
      assertThat(heard.elements).as(hostile).isEmpty();
    }
  }

  @Example
  void aHeaderThatIsNoneEndsTheStream() {
    for (String hostile :
        List.of(
            "HTTP/1.1 400 Bad Request",
            "<!DOCTYPE stream:stream><stream:stream>",
            "<stream:stream>",
            "</stream:stream>",
            "<?xml " + " ".repeat(10_000) + "?>",
            "<stream xmlns='" + "a".repeat(10_000) + "'>")) {
      Heard heard = new Heard();
      new StanzaParser(Limits.USUAL, heard)
          .feed(ByteBuffer.wrap(hostile.getBytes(StandardCharsets.UTF_8)));

      assertThat(heard.turns).as(hostile.substring(0, 10)).containsExactly("broken");
    }
  }

  @Example
  void whatIsNoXmlIsSkippedAndTheStreamGoesOn() {
    for (String unreadable :
        List.of(
            "<message id='m'>\u0001</message>",
            "<message id='m'>&#1;</message>",
            "<message id='m'>&#xFFFE;</message>",
            "<message id='m'>&lol;</message>",
            "<message id='m'><a></b></message>",
            "<message id='m'><a b=c/></message>",
            "<message id='m'><p:a/></message>",
            "<message id='m'><a xmlns='http://www.w3.org/2000/xmlns/'/></message>",
            "<message id='m'>]]></message>")) {
      Heard heard = Heard.of(unreadable + NEXT);

      assertThat(heard.skipped).as(unreadable).hasSize(1);
      assertThat(heard.skipped.get(0).fault()).isEqualTo(Fault.UNREADABLE);
      assertThat(heard.skipped.get(0).head().attribute("id")).as(unreadable).hasValue("m");
      assertThat(heard.elements).as(unreadable).hasSize(1);
    }
  }

  @Example
  void bytesThatAreNoUtf8AreSkipped() {
    for (int[] bad : new int[][] {{0xC3, 0x28}, {0xFF}, {0xED, 0xA0, 0x80}, {0xE2, 0x28, 0xA1}}) {
      byte[] bytes = ("<message id='m'>????</message>" + NEXT).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < bad.length; i++) {
        bytes["<message id='m'>".length() + i] = (byte) bad[i];
      }

      Heard heard = Heard.of(Limits.USUAL, bytes);

      assertThat(heard.skipped).as(Arrays.toString(bad)).hasSize(1);
      assertThat(heard.elements).hasSize(1);
    }
  }

  @Example
  void whatIsOverALimitIsSkippedToItsEndAndSaysWhoseItWas() {
    Limits limits = new Limits(2_000, 5, 20, 30);
    String open = "<message type='chat' from='a@b' to='c@d' id='m'>";
    String close = "</message>";
    check(limits, open + "x".repeat(2_000) + close, Fault.BYTES);
    check(limits, open + "<a>".repeat(5) + "</a>".repeat(5) + close, Fault.DEPTH);
    check(limits, open + "<a/>".repeat(20) + close, Fault.ELEMENTS);
    check(limits, open + "<a b='' c='' d=''/>".repeat(10) + close, Fault.ATTRIBUTES);
    check(limits, open + "<a b='" + "x".repeat(3_000) + "'/>" + close, Fault.BYTES);
  }

  private static void check(Limits limits, String stanza, Fault fault) {
    Heard heard = Heard.of(limits, (stanza + NEXT).getBytes(StandardCharsets.UTF_8));

    Element head =
        Element.builder("message", Stanza.NAMESPACE)
            .attribute("type", "chat")
            .attribute("from", "a@b")
            .attribute("to", "c@d")
            .attribute("id", "m")
            .build();
    assertThat(heard.skipped).containsExactly(new Heard.Skipped(head, fault));
    assertThat(heard.elements).hasSize(1);
  }

  @Example
  void aHeadThatIsOverALimitIsUnknown() {
    Heard heard = Heard.of("<message id='" + "x".repeat(300_000) + "'>y</message>" + NEXT);

    assertThat(heard.skipped).containsExactly(new Heard.Skipped(null, Fault.BYTES));
    assertThat(heard.elements).hasSize(1);
  }

  @Example
  void aHugeStanzaTakesNoMemory() {
    for (String part : List.of("<a>", "<a b='", "<b><![CDATA[", "<a ", "<a")) {
      Heard heard = new Heard();
      StanzaParser parser = new StanzaParser(Limits.USUAL, heard);
      parser.feed(
          ByteBuffer.wrap((Heard.HEADER + "<message>" + part).getBytes(StandardCharsets.UTF_8)));
      byte[] more =
          (part.equals("<a>") ? "<a>" : "xyz").repeat(1_000).getBytes(StandardCharsets.UTF_8);

      long allocated = allocatedBy(() -> feed(parser, more, 10_000_000));

      assertThat(allocated).as(part).isLessThan(4L << 20);
      assertThat(heard.turns).as(part).containsExactly("opened 1");
    }
  }

  private static void feed(StanzaParser parser, byte[] part, int bytes) {
    for (int fed = 0; fed < bytes; fed += part.length) {
      parser.feed(ByteBuffer.wrap(part));
    }
  }

  private static long allocatedBy(Runnable work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @Provide
  Arbitrary<List<Element>> manyElements() {
    return Elements.elements().list().ofMaxSize(4);
  }

  @Provide
  Arbitrary<Element> elements() {
    return Elements.elements();
  }
}
