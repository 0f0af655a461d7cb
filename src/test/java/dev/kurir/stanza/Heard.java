package dev.kurir.stanza;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a parser told, in the order in which it did. */
final class Heard implements StreamListener {
  static final String HEADER =
      "<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept'"
          + " xmlns:stream='http://etherx.jabber.org/streams' id='1' from='im.test'>";

  final List<Element> elements = new ArrayList<>();
  final List<Skipped> skipped = new ArrayList<>();
  final List<String> turns = new ArrayList<>();

  record Skipped(@Nullable Element head, Fault fault) {}

  /** What a stream with this behind its header tells. */
  static Heard of(String stanzas) {
    return of(Limits.USUAL, stanzas.getBytes(StandardCharsets.UTF_8));
  }

  static Heard of(Limits limits, byte[] stanzas) {
    Heard heard = new Heard();
    StanzaParser parser = new StanzaParser(limits, heard);
    parser.feed(ByteBuffer.wrap(HEADER.getBytes(StandardCharsets.UTF_8)));
    parser.feed(ByteBuffer.wrap(stanzas));
    return heard;
  }

  static Element element(String xml) {
    Heard heard = of(xml);
    if (heard.elements.size() != 1) {
      throw new AssertionError("no element: " + xml);
    }
    return heard.elements.get(0);
  }

  @Override
  public void opened(Element header) {
    turns.add("opened " + header.attribute("id").orElse(""));
  }

  @Override
  public void received(Element element) {
    elements.add(element);
  }

  @Override
  public void skipped(@Nullable Element head, Fault fault) {
    skipped.add(new Skipped(head, fault));
  }

  @Override
  public void closed() {
    turns.add("closed");
  }

  @Override
  public void broken(String reason) {
    turns.add("broken");
  }
}
