package dev.kurir.stanza;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kurir.message.InvalidFieldException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StanzaJsonTest {
  @Property(tries = 1_000)
  void nothingOfAStanzaIsLost(@ForAll("stanzas") Stanza stanza) {
    ObjectNode json = StanzaJson.toJson(stanza);
    Stanza back = StanzaJson.toStanza(json);

    assertThat(back.element().name()).isEqualTo(stanza.element().name());
    assertThat(back.element().attributes()).isEqualTo(stanza.element().attributes());
    assertThat(back.element().children())
        .containsExactlyInAnyOrderElementsOf(stanza.element().children());
  }

  @Property(tries = 500)
  void jsonComesBackAsItWas(@ForAll("stanzas") Stanza stanza) {
    JsonNode json = StanzaJson.toJson(stanza);

    assertThat((JsonNode) StanzaJson.toJson(StanzaJson.toStanza(json))).isEqualTo(json);
    byte[] bytes = StanzaJson.write(stanza);
    assertThat(StanzaJson.write(StanzaJson.read(bytes))).isEqualTo(bytes);
  }

  @Example
  void errorsNameTheFieldAndTheRuleAndNotTheText() {
    Map.ofEntries(
            Map.entry("{}", "kind: missing (expected: this field)"),
            Map.entry("{'kind':'letter'}", "kind: text of 6 characters (expected: one of"),
            Map.entry("{'kind':1}", "kind: number (expected: one of"),
            Map.entry("{'kind':'message','boddy':'x'}", "boddy: unknown field (expected: one of"),
            Map.entry("{'kind':'message','body':7}", "body: number (expected: text)"),
            Map.entry("{'kind':'message','body':null}", "body: null (expected: text)"),
            Map.entry("{'kind':'message','bodyLang':'sv'}", "bodyLang: unknown field"),
            Map.entry("{'kind':'message','to':''}", "to: text of 0 characters (expected: an addr"),
            Map.entry("{'kind':'message','type':'get'}", "type: text of 3 characters (expected: o"),
            Map.entry("{'kind':'message','receiptRequest':false}", "receiptRequest: boolean (expe"),
            Map.entry("{'kind':'message','delay':{}}", "delay.stamp: missing (expected: this"),
            Map.entry(
                "{'kind':'message','delay':{'stamp':'2026-02-30T12:00:00Z'}}",
                "delay.stamp: text of 20 characters (expected: date and time"),
            Map.entry(
                "{'kind':'message','place':{'latitude':90.5}}",
                "place.latitude: number (expected: a number, -90 to 90)"),
            Map.entry("{'kind':'message','place':{'latitude':1e999999999}}", "place.latitude: num"),
            Map.entry("{'kind':'message','place':{'latitude':'1'}}", "place.latitude: text of 1"),
            Map.entry("{'kind':'message','place':[]}", "place: array (expected: an object)"),
            Map.entry("{'kind':'presence','priority':128}", "priority: number (expected: a whole"),
            Map.entry("{'kind':'presence','priority':1.5}", "priority: number (expected: a whole"),
            Map.entry("{'kind':'message','extensions':{}}", "extensions: object (expected: an arr"),
            Map.entry("{'kind':'message','extensions':[1]}", "extensions[0]: number (expected: an"),
            Map.entry(
                "{'kind':'message','extensions':[{'name':'a b','namespace':''}]}",
                "extensions[0].name: text of 3 characters (expected: an XML name"),
            Map.entry(
                "{'kind':'message','extensions':[{'name':'a'}]}",
                "extensions[0].namespace: missing"),
            Map.entry(
                "{'kind':'message','extensions':[{'name':'a','namespace':'\\u0001'}]}",
                "extensions[0].namespace: text of 1 characters (expected: a namespace"),
            Map.entry(
                "{'kind':'message','extensions':[{'name':'a','namespace':'',"
                    + "'attributes':{'xmlns':'x'}}]}",
                "extensions[0].attributes.xmlns: text of 1 characters (expected: a name such"),
            Map.entry(
                "{'kind':'message','extensions':[{'name':'a','namespace':'','text':'','children':"
                    + "[]}]}",
                "extensions[0].children: array (expected: text or children, not both)"),
            Map.entry(
                "{'kind':'message','id':'a','attributes':{'id':'b'}}",
                "attributes: object (expected: names without a field of their own)"),
            Map.entry("{'kind':'iq','query':'x'}", "query: text of 1 characters (expected: an obj"),
            Map.entry("{'kind':'message','body':'a','body':'b'}", "json: "),
            Map.entry("{'kind':'message'} x", "json: "),
            Map.entry("[]", "json: array (expected: an object)"),
            Map.entry("", "json: missing (expected: an object)"),
            Map.entry("{", "json: "))
        .forEach(
            (json, error) ->
                assertThatThrownBy(() -> read(json))
                    .as(json)
                    .isInstanceOf(InvalidFieldException.class)
                    .hasMessageStartingWith(error));
  }

  @Example
  void depthIsBounded() {
    String deep = "{'name':'a','namespace':'','children':[";
    String json = "{'kind':'message','extensions':[" + deep.repeat(65) + "]}".repeat(65) + "]}";

    assertThatThrownBy(() -> read(json))
        .hasMessageEndingWith("(expected: at most 64 elements within each other)");
    assertThatThrownBy(() -> read("[".repeat(100_000))).hasMessageStartingWith("json: ");
  }

  @Example
  void digitsOfCoordinatesAreKept() {
    String place =
        "<message><geoloc xmlns='http://jabber.org/protocol/geoloc'><lat>59.3290</lat>"
            + "<lon>0.0000001</lon></geoloc></message>";
    Stanza stanza = new Stanza(Heard.element(place));

    Stanza back = StanzaJson.read(StanzaJson.write(stanza));

    assertThat(new String(StanzaWriter.write(back.element()), StandardCharsets.UTF_8))
        .isEqualTo(place);
  }

  private static Stanza read(String json) {
    return StanzaJson.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  @Provide
  Arbitrary<Stanza> stanzas() {
    return Elements.stanzas();
  }
}
