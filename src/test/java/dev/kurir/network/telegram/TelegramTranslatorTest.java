package dev.kurir.network.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kurir.message.Arrival;
import dev.kurir.message.BotId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelegramTranslatorTest {
  private static final Instant RECEIVED = Instant.parse("2026-11-21T10:00:00Z");
  private static final String DARMA =
      "{'id':42,'is_bot':false,'first_name':'Darma','last_name':'Astawan','username':'darmaastawan'}";
  private static final String PRIVATE =
      "{'id':42,'type':'private','first_name':'Darma','last_name':'Astawan','username':'darmaastawan'}";
  private static final String GROUP = "{'id':-1001234567890,'type':'supergroup','title':'Toko'}";

  @Test
  void textOfAPersonKeepsEverything() {
    Arrival arrival =
        message("'message_id':5,'date':1700000000,'chat':" + PRIVATE + ",'text':'Halo'", DARMA);
    assertThat(arrival.networkMessageId()).hasToString("12");
    assertThat(arrival.sender()).hasToString("42");
    assertThat(arrival.userName()).isEqualTo("darmaastawan");
    assertThat(arrival.displayName()).isEqualTo("Darma Astawan");
    assertThat(arrival.kind()).isEqualTo("text");
    assertThat(arrival.text()).isEqualTo("Halo");
    assertThat(arrival.quotes()).isNull();
    assertThat(arrival.sentAt()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
    assertThat(arrival.receivedAt()).isEqualTo(RECEIVED);
    assertThat(arrival.hints()).isEqualTo(Map.of("message_id", "5", "chat_type", "private"));
  }

  @Test
  void groupIsTheSenderAndTheTextSaysWhoWroteIt() {
    Arrival arrival =
        message(
            "'message_id':5,'message_thread_id':3,'date':1,'chat':" + GROUP + ",'text':'Halo'",
            DARMA);
    assertThat(arrival.sender()).hasToString("-1001234567890");
    assertThat(arrival.userName()).isNull();
    assertThat(arrival.displayName()).isEqualTo("Toko");
    assertThat(arrival.text()).isEqualTo("Darma Astawan: Halo");
    assertThat(arrival.hints()).containsEntry("message_thread_id", "3");
  }

  @Test
  void editIsMarkedAndDatedByTheEdit() {
    Arrival arrival =
        update(
            "'edited_message':{'message_id':5,'date':1700000000,'edit_date':1700000009,'chat':"
                + PRIVATE
                + ",'from':"
                + DARMA
                + ",'text':'Halo!'}");
    assertThat(arrival.kind()).isEqualTo("edited");
    assertThat(arrival.text()).isEqualTo("[edited] Halo!");
    assertThat(arrival.sentAt()).isEqualTo(Instant.ofEpochSecond(1_700_000_009));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '#',
      value = {
        "photo;[photo];'photo':[{'file_id':'s'},{'file_id':'b'}]",
        "photo;[photo] di pantai;'photo':[{'file_id':'b'}],'caption':'di pantai'",
        "animation;[animation];'animation':{'file_id':'a'},'document':{'file_id':'a'}",
        "voice;[voice 0:12];'voice':{'file_id':'v','duration':12}",
        "video;[video 1:02:05] lihat;'video':{'duration':3725},'caption':'lihat'",
        "video_note;[video note 0:09];'video_note':{'duration':9}",
        "audio;[audio Gita - Lagu 3:00];'audio':{'performer':'Gita','title':'Lagu','duration':180}",
        "sticker;[sticker 😀];'sticker':{'emoji':'😀'}",
        "sticker;[sticker];'sticker':{'type':'regular'}",
        "document;[document name.pdf];'document':{'file_name':'name.pdf'}",
        "location;[location -6.2, 106.8];'location':{'latitude':-6.2,'longitude':106.8}",
        "location;[live location 1, 2];'location':{'latitude':1,'longitude':2,'live_period':60}",
        "venue;[venue Monas, Jakarta: 1, 2];'venue':{'title':'Monas','address':'Jakarta','location':{'latitude':1,'longitude':2}},'location':{'latitude':1,'longitude':2}",
        "contact;[contact Budi +62811];'contact':{'first_name':'Budi','phone_number':'+62811'}",
        "poll;[poll] Kapan? (Senin / Selasa);'poll':{'question':'Kapan?','options':[{'text':'Senin'},{'text':'Selasa'}]}",
        "dice;[dice 🎲 5];'dice':{'emoji':'🎲','value':5}",
        "invoice;[invoice Teh, 12.50 USD];'invoice':{'title':'Teh','currency':'USD','total_amount':1250}",
        "text;Halo dunia\\nbaris;'rich_message':{'blocks':[{'type':'paragraph','text':['Halo ',{'type':'bold','text':'dunia'}]},{'type':'paragraph','text':'baris'}]}",
        "text;[forwarded from Sari] Halo;'text':'Halo','forward_origin':{'type':'hidden_user','sender_user_name':'Sari'}",
        "service;[joined: Budi, Ani];'new_chat_members':[{'first_name':'Budi'},{'first_name':'Ani'}]",
        "service;[left: Budi];'left_chat_member':{'first_name':'Budi'}",
        "service;[the group moved to chat -100123];'migrate_to_chat_id':-100123",
        "service;[pinned] [photo];'pinned_message':{'date':1,'photo':[]}",
        "service;[video chat started];'video_chat_started':{}",
        "service;[something new in 2030];'something_new_in_2030':{'a':1}",
        "service;[something unknown];'<b>':1",
        "service;[message without content];'has_protected_content':true",
      })
  void everyContentHasWords(String kind, String text, String content) {
    Arrival arrival = message("'message_id':5,'date':1,'chat':" + PRIVATE + "," + content, DARMA);
    assertThat(arrival.kind()).isEqualTo(kind);
    assertThat(arrival.text()).isEqualTo(text.replace("\\n", "\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "private,member,kicked,[blocked the bot]",
    "private,kicked,member,[unblocked the bot]",
    "supergroup,left,member,Darma Astawan: [added the bot]",
    "supergroup,member,left,Darma Astawan: [removed the bot]",
    "supergroup,member,administrator,Darma Astawan: [made the bot an administrator]",
  })
  void membershipOfTheBotHasWords(String type, String before, String now, String text) {
    Arrival arrival =
        update(
            "'my_chat_member':{'date':1,'chat':"
                + (type.equals("private") ? PRIVATE : GROUP)
                + ",'from':"
                + DARMA
                + ",'old_chat_member':{'status':'"
                + before
                + "'},'new_chat_member':{'status':'"
                + now
                + "'}}");
    assertThat(arrival.kind()).isEqualTo("my_chat_member");
    assertThat(arrival.text()).isEqualTo(text);
  }

  @Test
  void updateOfAPersonWithoutChatBelongsToThePersonsChat() {
    Arrival arrival =
        update("'inline_query':{'id':'9','query':'teh','offset':'','from':" + DARMA + "}");
    assertThat(arrival.sender()).hasToString("42");
    assertThat(arrival.userName()).isEqualTo("darmaastawan");
    assertThat(arrival.text()).isEqualTo("[asks the bot: teh]");
    assertThat(arrival.sentAt()).isEqualTo(RECEIVED);
  }

  @Test
  void updateOfNobodyBelongsToTelegram() {
    Arrival arrival = update("'poll':{'id':'9','question':'Kapan?','total_voter_count':3}");
    assertThat(arrival.sender()).hasToString("telegram");
    assertThat(arrival.displayName()).isEqualTo("Telegram");
    assertThat(arrival.text()).isEqualTo("[poll, 3 votes] Kapan?");
  }

  @Test
  void unknownKindOfUpdateStillArrives() {
    Arrival arrival = update("'hologram':{'chat':" + PRIVATE + ",'from':" + DARMA + "}");
    assertThat(arrival.kind()).isEqualTo("unknown");
    assertThat(arrival.text()).isEqualTo("[hologram]");
    assertThat(arrival.sender()).hasToString("42");
  }

  @Test
  void forbiddenCharactersAreReplaced() {
    Arrival arrival =
        message("'message_id':5,'date':1,'chat':" + PRIVATE + ",'text':'a\\u0000b\\ud83d'", DARMA);
    assertThat(arrival.text()).isEqualTo("a\uFFFDb\uFFFD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "7",
        "null",
        "{'update_id':'x','message':null}",
        "{'update_id':1e300,'message':7}",
        "{'message':{'chat':{'id':123456789012345678901234567890},'date':1e300,'text':7}}",
        "{'message':{'chat':[],'from':'x','date':'x','photo':{},'caption':null}}",
        "{'message_reaction':{'new_reaction':{'a':1}}}",
        "{'my_chat_member':{'new_chat_member':7}}",
        "{'':{}}",
      })
  void nonsenseArrivesAndIsRecognisedAgain(String nonsense) {
    JsonNode update = json(nonsense);
    Arrival first = TelegramTranslator.translate(new BotId(7), update, RECEIVED);
    Arrival again = TelegramTranslator.translate(new BotId(7), update, RECEIVED.plusSeconds(9));
    assertThat(again.networkMessageId()).isEqualTo(first.networkMessageId());
    assertThat(first.text()).isNotEmpty();
  }

  @Test
  void everyUpdateOfTheSpecificationHasWords() throws IOException {
    Map<String, ObjectNode> updates = new TelegramExamples().updates();
    assertThat(updates).hasSizeGreaterThan(500);
    updates.forEach(
        (name, update) -> {
          Arrival arrival = TelegramTranslator.translate(new BotId(7), update, RECEIVED);
          assertThat(arrival.networkMessageId()).as(name).hasToString("900000000000");
          assertThat(arrival.kind()).as(name).isNotEqualTo("unknown");
          assertThat(arrival.text()).as(name).isNotBlank().doesNotContain("null", "?]");
          boolean nobody = name.matches("poll(\\..*)?");
          if (!nobody && !name.startsWith("poll_answer")) {
            assertThat(arrival.sender()).as(name).hasToString("7000000001");
          }
        });
  }

  @Test
  void everyFieldOfTheSpecificationIsAskedFor() throws IOException {
    List<String> asked = new ArrayList<>();
    UpdateKind.names().forEach(name -> asked.add(name.asText()));
    assertThat(asked).isEqualTo(new TelegramExamples().optional("Update"));
  }

  /** Whatever is cut out of or put into an update, it arrives. */
  @Test
  void damagedUpdatesArrive() throws IOException {
    Random random = new Random(20261121);
    for (ObjectNode update : new TelegramExamples().updates().values()) {
      ObjectNode damaged = update.deepCopy();
      damage(damaged, random);
      Arrival arrival = TelegramTranslator.translate(new BotId(7), damaged, RECEIVED);
      assertThat(arrival.text()).isNotNull();
    }
  }

  private static void damage(ObjectNode node, Random random) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      JsonNode value = node.get(name);
      switch (random.nextInt(8)) {
        case 0 -> node.remove(name);
        case 1 -> node.put(name, "text where something else belongs");
        case 2 -> node.put(name, -1);
        case 3 -> node.putArray(name).add(1).addNull();
        case 4 -> node.putObject(name);
        case 5 -> node.putNull(name);
        default -> {
          if (value instanceof ObjectNode object) {
            damage(object, random);
          }
        }
      }
    }
  }

  private static Arrival message(String content, String from) {
    return update("'message':{" + content + ",'from':" + from + "}");
  }

  private static Arrival update(String content) {
    return TelegramTranslator.translate(
        new BotId(7), json("{'update_id':12," + content + "}"), RECEIVED);
  }

  private static JsonNode json(String quotedSimply) {
    try {
      return TelegramApi.JSON.readTree(quotedSimply.replace('\'', '"'));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
