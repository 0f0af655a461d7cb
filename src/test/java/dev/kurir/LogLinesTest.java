package dev.kurir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The shipped logback.xml: one event is one line, whatever comes from outside. */
class LogLinesTest {
  private final LoggerContext context = new LoggerContext();

  @Test
  void plainEventIsReadable() throws Exception {
    assertThat(line("text", "ready in 7 ms", null))
        .matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z INFO  Bridge - ready in 7 ms\\R");
  }

  @Test
  void forgedLineStaysWithinItsLine() throws Exception {
    String line = line("text", "from \u001b[31mx\r\n2026 ERROR Bridge - all is lost", null);

    assertThat(line.lines()).hasSize(1);
    assertThat(line).contains("from  [31mx 2026 ERROR");
  }

  @Test
  void failureIsOneLineWithItsCauseFirst() throws Exception {
    Exception failure =
        new IllegalStateException("not stored", new IOException("disk full\nor forged"));
    String line = line("text", "journal", failure);

    assertThat(line.lines()).hasSize(1);
    assertThat(line)
        .contains(
            "Bridge - journal | java.io.IOException: disk full | or forged | at dev.kurir.LogLinesTest")
        .contains("java.lang.IllegalStateException: not stored");
  }

  @Test
  void jsonIsOneObjectALine() throws Exception {
    String line = line("json", "two\nlines", new IOException("disk full"));
    JsonNode event = new ObjectMapper().readTree(line);

    assertThat(line.lines()).hasSize(1);
    assertThat(event.path("formattedMessage").asText()).isEqualTo("two\nlines");
    assertThat(event.path("level").asText()).isEqualTo("INFO");
    assertThat(event.path("throwable").path("message").asText()).isEqualTo("disk full");
  }

  @Test
  void librariesSpeakOnlyWhenSomethingIsWrong() throws Exception {
    load("text");
    assertThat(context.getLogger("dev.kurir.Bridge").getEffectiveLevel()).isEqualTo(Level.INFO);
    for (String library :
        new String[] {"org.apache.camel", "org.flywaydb", "com.zaxxer.hikari", "io.vertx"}) {
      assertThat(context.getLogger(library).isInfoEnabled()).as(library).isFalse();
    }
    assertThat(context.getLogger("org.apache.camel.main").getEffectiveLevel())
        .as("its summary prints properties")
        .isEqualTo(Level.ERROR);
  }

  private void load(String format) throws Exception {
    context.setMDCAdapter(new LogbackMDCAdapter());
    context.putProperty("KURIR_LOG_FORMAT", format);
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(LogLinesTest.class.getResource("/logback.xml"));
  }

  private String line(String format, String message, @Nullable Throwable failure) throws Exception {
    load(format);
    OutputStreamAppender<ILoggingEvent> appender =
        (OutputStreamAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender(format);
    LoggingEvent event =
        new LoggingEvent(
            "fqcn", context.getLogger("dev.kurir.Bridge"), Level.INFO, message, failure, null);
    return new String(appender.getEncoder().encode(event), UTF_8);
  }
}
