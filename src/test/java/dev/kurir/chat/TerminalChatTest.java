package dev.kurir.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client in front of somebody with a keyboard and an xterm. */
class TerminalChatTest {
  private static final String CTRL_D = "\u0004";

  private final PipedOutputStream keyboard = new PipedOutputStream();
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private SmallMessenger messenger;
  private Terminal terminal;
  private Link link;

  @BeforeEach
  void open() throws Exception {
    messenger = new SmallMessenger(1);
    terminal =
        new ExternalTerminal(
            "test",
            "xterm",
            new PipedInputStream(keyboard, 1 << 16),
            screen,
            StandardCharsets.UTF_8);
    terminal.setSize(new Size(100, 30));
    TerminalChat chat = new TerminalChat(terminal, null);
    link = Link.open(messenger.addresses(), Duration.ofMinutes(1), chat);
    link.register("darma", "rahasia").get(1, TimeUnit.MINUTES);
    Thread thread =
        new Thread(
            () -> {
              chat.run(link, null);
              end.complete(null);
            },
            "darma");
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void close() throws IOException {
    link.close();
    messenger.close();
    keyboard.close();
    terminal.close();
  }

  private void types(String keys) throws IOException {
    keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  /** What was ever written to the screen, without what positions and colours it. */
  private String shown() {
    return raw().replaceAll("\u001b(\\[[0-9;?]*[A-Za-z]|[=>])", "").replace("\r", "");
  }

  private String raw() {
    return screen.toString(StandardCharsets.UTF_8);
  }

  private void sees(String text) {
    Awaitility.await(text + " on the screen")
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(shown()).contains(text));
  }

  private void logsIn() throws IOException {
    types("/login darma\r");
    sees("Password of darma: ");
    types("rahasia\r");
    sees("welcome darma, 0 unread");
  }

  @Test
  void aMessageIsMarkedWhenTheServerHasItAndThePasswordIsNeverShown() throws Exception {
    logsIn();
    types("sari halo\r");
    sees("✓ → sari: halo");
    assertThat(messenger.stored).containsExactly("sari halo");
    types("/nonsense\r");
    sees("no such command");
    assertThat(shown()).doesNotContain("rahasia");
    types(CTRL_D);
    end.get(1, TimeUnit.MINUTES);
  }

  @Test
  void whatComesIsCountedAndCommandsNoTerminal() throws Exception {
    logsIn();
    types("sedang meng");
    sees("sedang meng");
    messenger.post("darma", "sari \u001b]0;judul\u0007\u001b[2Jhalo");
    sees("sari: \uFFFD]0;judul\uFFFD\uFFFD[2Jhalo");
    sees("darma (1 new)> sedang meng");
    assertThat(raw()).doesNotContain("\u001b]0;judul").doesNotContain("\u001b[2Jhalo");
  }

  @Test
  void namesAreCompleted() throws Exception {
    logsIn();
    sees("connected: ani budi darma");
    types("/send bu\thalo\r");
    sees("✓ → budi: halo");
    assertThat(messenger.stored).containsExactly("budi halo");
  }
}
