package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kurir.sandbox.Prosody;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An XMPP server that is killed twice while an owner on LINE and a partner talk through it.
 *
 * <p>Judged by the archive of the bot's account: what the server took from the partner is there and
 * has to reach the owner; what the owner wrote has to get there. What a killed server had not taken
 * from the partner's client, or had in memory for it, is the client's to repeat and to fetch; and
 * the kill may fall between the writing of both accounts' archives.
 */
class XmppBridgeIT {
  private static final int KILLS = 2;
  private static final int PART = 10;
  private static final Duration LONG = Duration.ofMinutes(3);

  @TempDir Path directory;
  private int spoken;
  private int written;

  @Test
  void aKilledServerLosesAndDoublesNothing() throws Exception {
    assumeTrue(Prosody.find().isPresent(), "Prosody is not installed: apt-get install prosody");
    try (Lab lab = new Lab(directory.resolve("data")).start();
        Prosody prosody = Prosody.start(directory.resolve("prosody"), "lab.test", 0);
        XmppPartner friend = new XmppPartner(prosody, "friend")) {
      Lab.PairedOwner sari = lab.pairedOwner("sari");
      lab.addXmppBot("sari", prosody, "sari");
      friendWrites(friend);
      TestWait.until(() -> fromFriend(lab, sari).size() == PART, "the first messages");
      for (int kill = 0; kill < KILLS; kill++) {
        int heard = friend.received().size();
        ownerSpeaks(sari);
        friendWrites(friend);
        TestWait.until(() -> friend.received().size() > heard, "an answer");
        prosody.kill();
        ownerSpeaks(sari);
        prosody.restart();
        TestWait.until(friend::signedIn, "the partner to be back");
      }
      ownerSpeaks(sari);
      friendWrites(friend);
      TestWait.until(() -> settled(lab) == spoken, "the owner's words to be settled", LONG);
      TestWait.until(
          () -> fromFriend(lab, sari).contains("x" + (written - 1)), "the partner's last", LONG);

      List<String> sent = Circle.numbered("o", spoken);
      assertThat(words(lab, "dead")).isEmpty();
      assertThat(words(lab, "uncertain")).hasSizeLessThanOrEqualTo(KILLS);
      try (XmppPartner observer = new XmppPartner(prosody, "sari")) {
        assertThat(observer.archived("sari@lab.test")).isEqualTo(sent);
        assertThat(fromFriend(lab, sari)).isEqualTo(observer.archived("friend@lab.test"));
      }
      List<String> arrived = friend.archived("sari@lab.test");
      assertThat(arrived).doesNotHaveDuplicates().containsAll(words(lab, "delivered"));
      assertThat(sent).containsSubsequence(arrived);
      assertThat(friend.received()).endsWith("o" + (spoken - 1));
      lab.lineJudge.assertNoViolations();
    }
  }

  private void ownerSpeaks(Lab.PairedOwner owner) {
    for (int i = 0; i < PART; i++) {
      owner.user().says(owner.bot(), "xmpp friend@lab.test o" + spoken++);
    }
  }

  private void friendWrites(XmppPartner friend) throws Exception {
    for (int i = 0; i < PART; i++) {
      friend.says("sari@lab.test", "x" + written++);
    }
  }

  private static List<String> fromFriend(Lab lab, Lab.PairedOwner owner) {
    String heading = "XMPP\nfriend@lab.test\n";
    return lab.shown(owner).stream()
        .filter(text -> text.startsWith(heading))
        .map(text -> text.substring(heading.length()))
        .toList();
  }

  /** The owner's words that ended in a state. */
  private static List<String> words(Lab lab, String state) throws Exception {
    List<String> words = new ArrayList<>();
    try (Connection connection = lab.active();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT o.text FROM outbox_xmpp o JOIN receipt r ON r.outbox_id = o.id AND r.day = o.day"
                    + " WHERE r.state = '"
                    + state
                    + "'")) {
      while (row.next()) {
        words.add(row.getString(1));
      }
    }
    return words;
  }

  private static long settled(Lab lab) throws Exception {
    return lab.count(
        "SELECT count(*) FROM outbox_xmpp o JOIN receipt r ON r.outbox_id = o.id AND r.day = o.day");
  }
}
