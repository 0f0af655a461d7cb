package dev.kurir.bench;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ScramMechanism;
import com.ongres.scram.common.StringPreparation;
import com.ongres.scram.common.exception.ScramException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Many users of the messenger, each on a socket of their own, who all log in at once. */
final class Crowd {
  static final int SIZE = 10_000;

  private static final ScramMechanism SHA_256 = ScramMechanism.SCRAM_SHA_256;
  private static final int ITERATIONS = 4_096;
  private static final int KEY = 32;
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  private Crowd() {}

  /** What their logins took, and what their sessions hold. */
  record Storm(double perSecond, double bytesPerSession) {}

  /**
   * Registers them, and lets them log in.
   *
   * @param pid the server's process
   */
  static Storm storm(InetSocketAddress server, long pid)
      throws IOException, InterruptedException, ScramException {
    byte[] clientKey = new byte[KEY];
    byte[] serverKey = new byte[KEY];
    SecureRandom random = new SecureRandom();
    random.nextBytes(
        clientKey); // as if made of a password, which every user would do for themselves
    random.nextBytes(serverKey);
    Base64.Encoder base64 = Base64.getEncoder();
    String verifier =
        "SCRAM-SHA-256$%d:%s$%s:%s"
            .formatted(
                ITERATIONS,
                base64.encodeToString(new byte[16]),
                base64.encodeToString(ScramFunctions.storedKey(SHA_256, clientKey)),
                base64.encodeToString(serverKey));
    try (Datagrams users = new Datagrams(server, SIZE)) {
      expect(users.each(i -> "/register crowd" + i + " " + verifier), "ok registered");
      double before = heap(pid);
      long begun = System.nanoTime();
      List<ScramClient> clients = new ArrayList<>();
      for (int i = 0; i < SIZE; i++) {
        clients.add(client(i, clientKey, serverKey));
      }
      List<String> firsts = clients.stream().map(c -> c.clientFirstMessage().toString()).toList();
      List<String> answers = users.each(i -> "/scram " + encoded(firsts.get(i)));
      List<String> lasts = new ArrayList<>();
      for (int i = 0; i < SIZE; i++) {
        clients.get(i).serverFirstMessage(decoded(answers.get(i)));
        lasts.add(clients.get(i).clientFinalMessage().toString());
      }
      expect(users.each(i -> "/scram " + encoded(lasts.get(i)) + " ack"), "ok ");
      double seconds = (System.nanoTime() - begun) / 1e9;
      return new Storm(SIZE / seconds, (heap(pid) - before) / SIZE);
    }
  }

  private static ScramClient client(int number, byte[] clientKey, byte[] serverKey) {
    return ScramClient.builder()
        .advertisedMechanisms(List.of(SHA_256.getName()))
        .username("crowd" + number)
        .clientAndServerKey(clientKey, serverKey)
        .stringPreparation(StringPreparation.POSTGRESQL_PREPARATION)
        .build();
  }

  private static void expect(List<String> answers, String beginning) {
    for (String answer : answers) {
      if (!answer.startsWith(beginning)) {
        throw new IllegalStateException("a user was answered: " + answer);
      }
    }
  }

  private static String encoded(String message) {
    return Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String answer) {
    return new String(
        Base64.getDecoder().decode(answer.substring("ok ".length())), StandardCharsets.UTF_8);
  }

  /** What lives on the heap of a process, in bytes, after a collection. */
  private static double heap(long pid) throws IOException, InterruptedException {
    Process histogram =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String said = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    histogram.waitFor();
    Matcher total = TOTAL.matcher(said);
    if (!total.find()) {
      throw new IllegalStateException("jcmd: no histogram of process " + pid);
    }
    return Double.parseDouble(total.group(1));
  }
}
