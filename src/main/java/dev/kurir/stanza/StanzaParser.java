package dev.kurir.stanza;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a stream's bytes as they come and tells a {@link StreamListener} of its elements. Never
 * blocks and never throws for what it is fed. Not thread-safe.
 *
 * <p>It finds where an element ends by itself, by tags, quotes and CDATA sections, and gives only
 * whole elements within the {@link Limits} to the XML reader: an element beyond them, or one that
 * is no XML, is left out and the stream goes on, whereas a reader that met it would have to end the
 * stream, for everybody. It holds at most one element's bytes. Comments, processing instructions
 * and document types end the stream, as RFC 6120 §11.1 has it; so no entities can be declared.
 */
public final class StanzaParser {
  private static final int HEADER_BYTES = 8_192;
  private static final byte[] CDATA = "[CDATA[".getBytes(StandardCharsets.US_ASCII);

  /** Where the next byte stands. */
  private enum Place {
    TEXT,
    OPENED,
    DECLARATION,
    START_TAG,
    VALUE,
    END_TAG,
    MARKED,
    CDATA,
    OVER
  }

  private final Limits limits;
  private final StreamListener listener;
  private final ElementReader reader = new ElementReader();

  /** The stream's header, and behind it what is there of the present element. */
  private byte[] kept = new byte[1_024];

  private int length;
  private int headerLength;

  private Place place = Place.TEXT;
  private int depth;
  private boolean declared;
  private byte quote;
  private byte previous;
  private int matched;

  // of the present element
  private int headEnd;
  private int elements;
  private int attributes;
  private @Nullable Fault fault;

  public StanzaParser(Limits limits, StreamListener listener) {
    this.limits = limits;
    this.listener = listener;
  }

  /** Takes all bytes of the buffer; what follows the stream's end is ignored. */
  public void feed(ByteBuffer bytes) {
    while (bytes.hasRemaining() && place != Place.OVER) {
      take(bytes.get());
    }
    bytes.position(bytes.limit());
  }

  private void take(byte b) {
    switch (place) {
      case TEXT -> text(b);
      case OPENED -> opened(b);
      case DECLARATION -> declaration(b);
      case START_TAG -> startTag(b);
      case VALUE -> value(b);
      case END_TAG -> endTag(b);
      case MARKED -> marked(b);
      case CDATA -> cdata(b);
      case OVER -> {}
    }
  }

  private void text(byte b) {
    if (b == '<') {
      if (depth <= 1) {
        length = headerLength;
        headEnd = 0;
        elements = 0;
        attributes = 0;
        fault = null;
      }
      keep(b);
      place = Place.OPENED;
    } else if (depth > 1) {
      keep(b);
    } else if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
      broken("text outside of stanzas");
    }
  }

  private void opened(byte b) {
    keep(b);
    if (b == '/' && depth > 0) {
      place = Place.END_TAG;
    } else if (b == '!' && depth > 1) {
      matched = 0;
      place = Place.MARKED;
    } else if (b == '?' && depth == 0 && !declared) {
      declared = true;
      place = Place.DECLARATION;
    } else if (b == '?' || b == '!') {
      broken("a processing instruction, comment or document type");
    } else if (b == '/' || b == '<' || b == '>') {
      broken("a tag without a name");
    } else {
      depth++;
      elements++;
      previous = b;
      place = Place.START_TAG;
      if (depth - 1 > limits.depth()) {
        fault(Fault.DEPTH);
      } else if (elements > limits.elements()) {
        fault(Fault.ELEMENTS);
      }
    }
  }

  private void declaration(byte b) {
    keep(b);
    if (fault != null) {
      broken("an XML declaration over " + HEADER_BYTES + " bytes");
    } else if (b == '>' && previous == '?') {
      place = Place.TEXT;
    }
    previous = b;
  }

  private void startTag(byte b) {
    if (b == '"' || b == '\'') {
      if (++attributes > limits.attributes()) {
        fault(Fault.ATTRIBUTES);
      }
      quote = b;
      place = Place.VALUE;
    }
    keep(b);
    if (b == '<') {
      broken("a tag within a tag");
    } else if (b == '>') {
      place = Place.TEXT;
      endOfStartTag(previous == '/');
    }
    previous = b;
  }

  private void value(byte b) {
    keep(b);
    if (b == quote) {
      place = Place.START_TAG;
      previous = b;
    } else if (b == '<') {
      broken("a tag within an attribute");
    }
  }

  private void endOfStartTag(boolean empty) {
    if (depth == 1) {
      header();
    } else if (depth == 2 && fault == null) {
      headEnd = length;
    }
    if (empty && place != Place.OVER) {
      depth--;
      endOfElement();
    }
  }

  private void header() {
    Optional<Element> header = fault != null ? Optional.empty() : reader.header(kept, length);
    if (header.isPresent()) {
      headerLength = length;
      listener.opened(header.get());
    } else {
      broken("a stream header that is no XML, or over " + HEADER_BYTES + " bytes");
    }
  }

  private void endTag(byte b) {
    keep(b);
    if (b == '<') {
      broken("a tag within a tag");
    } else if (b == '>') {
      depth--;
      place = Place.TEXT;
      endOfElement();
    }
  }

  private void marked(byte b) {
    keep(b);
    if (b != CDATA[matched++]) {
      broken("a comment or document type");
    } else if (matched == CDATA.length) {
      matched = 0;
      place = Place.CDATA;
    }
  }

  private void cdata(byte b) {
    keep(b);
    if (b == '>' && matched == 2) {
      place = Place.TEXT;
    } else {
      matched = b == ']' ? Math.min(2, matched + 1) : 0;
    }
  }

  private void endOfElement() {
    if (depth == 0) {
      place = Place.OVER;
      listener.closed();
    } else if (depth == 1) {
      Optional<Element> element = fault != null ? Optional.empty() : reader.element(kept, length);
      if (element.isPresent()) {
        listener.received(element.get());
      } else {
        listener.skipped(head().orElse(null), fault == null ? Fault.UNREADABLE : fault);
      }
    }
  }

  /** The element's own tag, ended at once. */
  private Optional<Element> head() {
    if (headEnd == 0) {
      return Optional.empty();
    }
    byte[] head = Arrays.copyOf(kept, headEnd + 1);
    if (head[headEnd - 2] == '/') {
      return reader.element(head, headEnd);
    }
    head[headEnd - 1] = '/';
    head[headEnd] = '>';
    return reader.element(head, headEnd + 1);
  }

  private void keep(byte b) {
    if (fault != null) {
      return;
    }
    if (length - headerLength >= (headerLength == 0 ? HEADER_BYTES : limits.bytes())) {
      fault(Fault.BYTES);
      return;
    }
    if (length == kept.length) {
      kept = Arrays.copyOf(kept, length * 2);
    }
    kept[length++] = b;
  }

  private void fault(Fault first) {
    if (fault == null) {
      fault = first;
    }
  }

  private void broken(String reason) {
    place = Place.OVER;
    listener.broken(reason);
  }
}
