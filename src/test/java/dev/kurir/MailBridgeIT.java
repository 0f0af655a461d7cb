package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.kurir.testing.Ports;
import jakarta.mail.Flags;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An owner on LINE and people who write mails, between which the shipped route files stand. */
class MailBridgeIT {
  private static final String PASSWORD = "p&w+d/%41";

  @TempDir Path directory;

  private static GreenMail server(int imap, int smtp) {
    GreenMail mail =
        new GreenMail(
            new ServerSetup[] {
              new ServerSetup(imap, "127.0.0.1", "imap"), new ServerSetup(smtp, "127.0.0.1", "smtp")
            });
    mail.start();
    mail.setUser("sari@lab.test", "sari", PASSWORD);
    mail.setUser("alice@lab.test", "alice", "alice");
    return mail;
  }

  private static Map<String, String> credentials(GreenMail mail, String password) {
    Map<String, String> credentials = new TreeMap<>();
    credentials.put("address", "sari@lab.test");
    credentials.put("username", "sari");
    credentials.put("password", password);
    credentials.put("imapHost", "127.0.0.1");
    credentials.put("imapPort", Integer.toString(mail.getImap().getPort()));
    credentials.put("imapScheme", "imap");
    credentials.put("smtpHost", "127.0.0.1");
    credentials.put("smtpPort", Integer.toString(mail.getSmtp().getPort()));
    credentials.put("smtpScheme", "smtp");
    credentials.put("pollEvery", "200");
    return credentials;
  }

  private static MimeMessage from(GreenMail mail, String text, boolean parts) throws Exception {
    MimeMessage message = new MimeMessage(mail.getSmtp().createSession());
    message.setFrom(new InternetAddress("alice@lab.test", "Älice Müller", "UTF-8"));
    message.setRecipients(MimeMessage.RecipientType.TO, "sari@lab.test");
    message.setSubject("about", "UTF-8");
    if (parts) {
      MimeBodyPart plain = new MimeBodyPart();
      plain.setText(text, "UTF-8");
      MimeBodyPart html = new MimeBodyPart();
      html.setContent("<b>" + text + "</b>", "text/html; charset=UTF-8");
      message.setContent(new MimeMultipart("alternative", plain, html));
    } else {
      message.setText(text, "UTF-8");
    }
    message.saveChanges();
    return message;
  }

  private static List<String> read(Lab lab, Lab.PairedOwner owner) {
    return lab.shown(owner).stream().filter(text -> text.startsWith("Mail\n")).toList();
  }

  private static List<String> texts(GreenMail mail, String address) {
    return Stream.of(mail.getReceivedMessagesForDomain(address)).map(MailBridgeIT::text).toList();
  }

  private static String text(MimeMessage message) {
    try {
      return message.getContent().toString().strip();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void mailsArriveOnceAndAnswersGoOut() throws Exception {
    GreenMail mail = server(Ports.free(), Ports.free());
    try (Lab lab = new Lab(directory.resolve("data")).start()) {
      Lab.PairedOwner sari = lab.pairedOwner("sari");
      JsonNode refused =
          lab.post(
              "/owners/sari/bots",
              Map.of("network", "mail", "credentials", credentials(mail, "wrong")),
              422);
      assertThat(refused.get("detail").asText()).contains("refuses the credentials");
      lab.post(
          "/owners/sari/bots",
          Map.of("network", "mail", "credentials", credentials(mail, PASSWORD)),
          201);

      GreenMailUser account = mail.getUserManager().getUser("sari");
      account.deliver(from(mail, "grüß dich", false));
      account.deliver(from(mail, "second", true));
      TestWait.until(() -> read(lab, sari).size() == 2, "the mails");
      assertThat(read(lab, sari))
          .containsExactly(
              "Mail\nÄlice Müller\n(alice@lab.test)\ngrüß dich",
              "Mail\nÄlice Müller\n(alice@lab.test)\nsecond");

      mail.getManagers().getImapHostManager().getInbox(account).getMessages().stream()
          .forEach(stored -> stored.setFlag(Flags.Flag.SEEN, false));
      account.deliver(from(mail, "third", false));
      TestWait.until(() -> read(lab, sari).size() == 3, "the third mail");
      assertThat(read(lab, sari).get(2)).endsWith("third");

      sari.user().says(sari.bot(), "mail alice@lab.test hällo");
      sari.user().says(sari.bot(), "mail alice@lab.test QUIT\n.\nMAIL FROM: x");
      TestWait.until(() -> texts(mail, "lab.test").contains("hällo"), "an answer");
      TestWait.until(
          () -> texts(mail, "lab.test").stream().anyMatch(t -> t.endsWith("MAIL FROM: x")), "two");
      MimeMessage sent =
          Stream.of(mail.getReceivedMessages())
              .filter(message -> text(message).equals("hällo"))
              .findFirst()
              .orElseThrow();
      assertThat(sent.getMessageID()).matches("<[0-9a-f-]{36}@kurir\\.invalid>");
      assertThat(sent.getFrom()[0].toString()).isEqualTo("sari@lab.test");
      assertThat(sent.getHeader("KurirRetryKey")).isNull();
      lab.lineJudge.assertNoViolations();
    } finally {
      mail.stop();
    }
  }

  @Test
  void aServerThatIsAwayLosesNothing() throws Exception {
    int imap = Ports.free();
    int smtp = Ports.free();
    GreenMail mail = server(imap, smtp);
    try (Lab lab = new Lab(directory.resolve("data")).start()) {
      Lab.PairedOwner sari = lab.pairedOwner("sari");
      lab.post(
          "/owners/sari/bots",
          Map.of("network", "mail", "credentials", credentials(mail, PASSWORD)),
          201);
      mail.getUserManager().getUser("sari").deliver(from(mail, "hello", false));
      TestWait.until(() -> read(lab, sari).size() == 1, "a mail");
      mail.stop();
      sari.user().says(sari.bot(), "mail alice@lab.test later");
      TestWait.until(() -> lab.count("SELECT count(*) FROM attempt") > 0, "an attempt");
      mail = server(imap, smtp);
      GreenMail again = mail;
      TestWait.until(() -> texts(again, "lab.test").contains("later"), "what waited");
      mail.getUserManager().getUser("sari").deliver(from(mail, "back", false));
      TestWait.until(() -> read(lab, sari).size() == 2, "a mail after it");
    } finally {
      mail.stop();
    }
  }
}
