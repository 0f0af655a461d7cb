package dev.kurir.network.declared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.message.NetworkMessageId;
import dev.kurir.message.Outcome;
import dev.kurir.message.Outcome.Meaning;
import dev.kurir.message.Outcome.Scope;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class ReportTest {
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  @Test
  void aRouteThatEndsWellHasDelivered() {
    assertThat(report()).isEqualTo(new Outcome.Delivered(List.of()));
    says(Handed.SENT_ID, "m-7");
    assertThat(report()).isEqualTo(new Outcome.Delivered(List.of(new NetworkMessageId("m-7"))));
  }

  @Test
  void whatTheRouteSaysCounts() {
    says(Handed.OUTCOME, "retry");
    says(Handed.RETRY_AFTER, "1.5");
    says(Handed.SCOPE, "bot");
    says(Handed.REASON, "slow down");
    assertThat(report())
        .isEqualTo(new Outcome.RetryLater(Duration.ofMillis(1500), Scope.BOT, "slow down"));

    says(Handed.OUTCOME, "Rejected");
    says(Handed.MEANING, "contact-gone");
    assertThat(report()).isEqualTo(new Outcome.Rejected("slow down", Meaning.CONTACT_GONE));

    says(Handed.OUTCOME, "uncertain");
    assertThat(report()).isEqualTo(new Outcome.Uncertain("slow down"));
  }

  @Test
  void anUnknownOutcomeIsNotTakenForDelivered() {
    says(Handed.OUTCOME, "sent");
    assertThat(report()).isInstanceOf(Outcome.Uncertain.class);
  }

  @Test
  void withoutAConnectionNothingWasSent() {
    fails(new RuntimeCamelException(new ConnectException("refused")));
    assertThat(report()).isEqualTo(new Outcome.RetryLater(null, Scope.BOT, "no connection"));
  }

  @Test
  void silenceIsUncertainUnlessRepeatsAreRecognised() {
    fails(new SocketTimeoutException("read"));
    assertThat(report()).isEqualTo(new Outcome.Uncertain("no answer in time"));
    assertThat(Report.of(exchange, true))
        .isEqualTo(new Outcome.RetryLater(null, Scope.BOT, "no answer in time"));
  }

  @Test
  void aStatusSaysWhatToDo() {
    fails(status(429, Map.of("retry-after", "30")));
    assertThat(report())
        .isEqualTo(new Outcome.RetryLater(Duration.ofSeconds(30), Scope.BOT, "HTTP status 429"));
    fails(status(500, Map.of()));
    assertThat(report()).isEqualTo(new Outcome.RetryLater(null, Scope.BOT, "HTTP status 500"));
    fails(status(401, Map.of()));
    assertThat(report()).isEqualTo(new Outcome.Rejected("HTTP status 401", Meaning.BOT_REVOKED));
    fails(status(404, Map.of()));
    assertThat(report()).isEqualTo(new Outcome.Rejected("HTTP status 404", Meaning.MESSAGE));
  }

  @Test
  void noReasonHoldsAnExceptionsText() {
    fails(new IllegalStateException("the message's own text"));
    assertThat(report().toString()).doesNotContain("own text");
  }

  private Outcome report() {
    return Report.of(exchange, false);
  }

  private void says(String header, String value) {
    exchange.getMessage().setHeader(header, value);
  }

  private void fails(Exception failure) {
    exchange.setException(failure);
  }

  private static HttpOperationFailedException status(int code, Map<String, String> headers) {
    return new HttpOperationFailedException("http://lab", code, "status", null, headers, null);
  }
}
