package dev.kurir.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kurir.api.community.MemberRequest;
import dev.kurir.api.community.XmppDesk;
import dev.kurir.community.Logins.Caller;
import dev.kurir.community.Person;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.OwnerId;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stanzas between XML and JSON, over HTTP. */
class XmppDeskTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Caller ANI =
      new Caller(new Person(new OwnerId(1_000_000_001), "ani"), UUID.randomUUID(), Instant.MAX);

  private static String converted(String body) throws JsonProcessingException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return JSON.writeValueAsString(
        new XmppDesk()
            .convertStanza(
                new MemberRequest(ANI, Map.of(), bytes, InetAddress.getLoopbackAddress())));
  }

  @Test
  void eachFormBecomesTheOther() throws JsonProcessingException {
    String json =
        "{\"json\":{\"kind\":\"message\",\"id\":\"m1\",\"body\":\"<a> & b\","
            + "\"place\":{\"latitude\":59.3290,\"longitude\":18.0}}}";
    String xml = converted(json);

    assertThat(xml).contains("<body>&lt;a&gt; &amp; b</body>", "<lat>59.3290</lat>");
    assertThat(converted(xml)).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|stanza: missing",
        "{\"stanza\":\"<presence/>\",\"json\":{}}|stanza: given beside json",
        "{\"stanza\":\"x\"}|stanza: text of 1 characters",
        "{\"stanza\":\"<x/>\"}|stanza: text of 4 characters",
        "{\"stanza\":\"<iq/><iq/>\"}|stanza: text of 10 characters",
        "{\"stanza\":\"</stream><iq/>\"}|stanza: text of 14 characters",
        "{\"stanza\":\"<iq/></stream>\"}|stanza: text of 14 characters",
        "{\"stanza\":\"<iq>\"}|stanza: text of 4 characters",
        "{\"stanza\":\"<!DOCTYPE x><iq/>\"}|stanza: text of 17 characters",
        "{\"stanza\":7}|stanza: of type number",
        "{\"json\":7}|json: ",
        "{\"json\":{}}|kind: missing",
        "{\"json\":{\"kind\":\"iq\",\"x\":1}}|x: ",
        "{\"more\":1}|more: unknown field",
      })
  void whatCannotBeConvertedIsRefusedByName(String body, String complaint) {
    assertThatThrownBy(() -> converted(body))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith(complaint);
  }
}
