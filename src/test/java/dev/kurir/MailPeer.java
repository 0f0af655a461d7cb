package dev.kurir;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.kurir.testing.Ports;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Somebody with a mail client, and GreenMail. */
final class MailPeer implements ContractPeer {
  private final GreenMail mail;

  MailPeer() throws Exception {
    mail =
        new GreenMail(
            new ServerSetup[] {
              new ServerSetup(Ports.free(), "127.0.0.1", "imap"),
              new ServerSetup(Ports.free(), "127.0.0.1", "smtp")
            });
    mail.start();
    mail.setUser("kurir@lab.test", "kurir", "secret");
    mail.setUser("alice@lab.test", "alice", "alice");
  }

  @Override
  public String network() {
    return "mail";
  }

  @Override
  public String displayName() {
    return "Mail";
  }

  @Override
  public String partner() {
    return "alice@lab.test";
  }

  @Override
  public Map<String, String> credentials() {
    Map<String, String> credentials = new TreeMap<>();
    credentials.put("address", "kurir@lab.test");
    credentials.put("username", "kurir");
    credentials.put("password", "secret");
    credentials.put("imapHost", "127.0.0.1");
    credentials.put("imapPort", Integer.toString(mail.getImap().getPort()));
    credentials.put("imapScheme", "imap");
    credentials.put("smtpHost", "127.0.0.1");
    credentials.put("smtpPort", Integer.toString(mail.getSmtp().getPort()));
    credentials.put("smtpScheme", "smtp");
    credentials.put("pollEvery", "200");
    return credentials;
  }

  @Override
  public void webhook(String url) {}

  @Override
  public void says(String id, String text) throws Exception {
    MimeMessage message = new MimeMessage(mail.getSmtp().createSession());
    message.setFrom(new InternetAddress("alice@lab.test"));
    message.setRecipients(MimeMessage.RecipientType.TO, "kurir@lab.test");
    message.setText(text, "UTF-8");
    message.saveChanges();
    message.setHeader("Message-ID", "<" + id + "@lab.test>");
    mail.getUserManager().getUser("kurir").deliver(message);
  }

  @Override
  public List<String> heard() {
    return Stream.of(mail.getReceivedMessages())
        .filter(MailPeer::isFromKurir)
        .map(MailPeer::text)
        .toList();
  }

  private static boolean isFromKurir(MimeMessage message) {
    try {
      return message.getFrom()[0].toString().equals("kurir@lab.test");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(MimeMessage message) {
    try {
      return message.getContent().toString().strip();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean makes(Trouble trouble) {
    return false;
  }

  @Override
  public List<String> violations() {
    return List.of();
  }

  @Override
  public void close() {
    mail.stop();
  }
}
