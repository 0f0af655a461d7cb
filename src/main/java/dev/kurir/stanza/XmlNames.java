package dev.kurir.stanza;

import dev.kurir.message.InvalidFieldException;
import java.util.regex.Pattern;

/**
 * The names and characters that XML allows (XML 1.0 §2.2, §2.3; Namespaces in XML 1.0 §3). Of names
 * those that every server's parser takes, whichever edition it goes by: a name that it refuses
 * would end the stream.
 */
final class XmlNames {
  static final char REPLACEMENT = '\uFFFD';
  private static final String XML = "http://www.w3.org/XML/1998/namespace";
  private static final String XMLNS = "http://www.w3.org/2000/xmlns/";
  private static final String XML_PREFIX = "xml:";

  /** Letters that all editions of XML 1.0 have: Latin, Greek, Cyrillic, kana, hanzi, hangul. */
  private static final String LETTER =
      "A-Za-z_\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u0131\u0391-\u03A1\u03A3-\u03CE\u0410-\u044F"
          + "\u3041-\u3094\u30A1-\u30FA\u4E00-\u9FA5\uAC00-\uD7A3";

  private static final Pattern NAME =
      Pattern.compile("[" + LETTER + "][" + LETTER + "0-9.\\-\u00B7]*");

  private XmlNames() {}

  /** The key of an attribute in {@link Element#attributes}. */
  static String key(String namespace, String name) {
    if (namespace.isEmpty()) {
      return name;
    }
    return namespace.equals(XML) ? XML_PREFIX + name : "{" + namespace + "}" + name;
  }

  static void checkElement(String name, String namespace) {
    check("name", name, isName(name), "an XML name without colon");
    check("namespace", namespace, isDeclarable(namespace), "a namespace that XML can declare");
  }

  static void checkAttribute(String key) {
    check("attribute", key, isAttribute(key), "name, xml:name or {namespace}name");
  }

  private static void check(String field, String value, boolean fits, String rule) {
    if (!fits) {
      throw new InvalidFieldException(field, "text of " + value.length() + " characters", rule);
    }
  }

  static boolean isAttribute(String key) {
    if (key.startsWith("{")) {
      int end = key.lastIndexOf('}');
      return end > 1 && isDeclarable(key.substring(1, end)) && isName(key.substring(end + 1));
    }
    String name = key.startsWith(XML_PREFIX) ? key.substring(XML_PREFIX.length()) : key;
    return isName(name) && !key.equals("xmlns");
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  static boolean isDeclarable(String namespace) {
    return !namespace.equals(XML)
        && !namespace.equals(XMLNS)
        && namespace.codePoints().allMatch(XmlNames::isAllowed);
  }

  /** Whether a code point may stand in a document; a lone surrogate may not. */
  static boolean isAllowed(int c) {
    return (c >= 0x20 && c <= 0xD7FF)
        || c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
