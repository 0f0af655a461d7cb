package dev.kurir.network.line;

import com.linecorp.bot.client.base.Result;
import com.linecorp.bot.messaging.client.MessagingApiClient;
import com.linecorp.bot.messaging.model.BotInfoResponse;
import com.linecorp.bot.messaging.model.Message;
import com.linecorp.bot.messaging.model.MessageQuotaResponse;
import com.linecorp.bot.messaging.model.PushMessageRequest;
import com.linecorp.bot.messaging.model.PushMessageResponse;
import com.linecorp.bot.messaging.model.QuotaConsumptionResponse;
import com.linecorp.bot.messaging.model.ReplyMessageRequest;
import com.linecorp.bot.messaging.model.ReplyMessageResponse;
import com.linecorp.bot.messaging.model.SetWebhookEndpointRequest;
import com.linecorp.bot.messaging.model.TestWebhookEndpointRequest;
import com.linecorp.bot.messaging.model.TestWebhookEndpointResponse;
import com.linecorp.bot.messaging.model.TextMessage;
import com.linecorp.bot.messaging.model.UserProfileResponse;
import dev.kurir.message.Dispatch;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * LINE's Messaging API as one bot uses it, on the official SDK. Every call answers asynchronously
 * and ends: with the body of LINE's answer, or with a {@link LineFailure}; cancelling it breaks the
 * connection. Thread-safe.
 *
 * <p>The SDK's wire log is off: it would write tokens and texts.
 */
final class LineApi {
  private static final int CALLS_AT_ONCE = 24;

  private final MessagingApiClient client;
  private final String token;
  private final Duration whole;

  /**
   * @param timeout for connecting, for writing and for reading; a whole call takes at most thrice
   *     that
   */
  LineApi(URI apiUrl, String token, Duration timeout) {
    this.token = token;
    this.whole = timeout.multipliedBy(3);
    this.client =
        MessagingApiClient.builder(token)
            .usingDefaultLogger(false)
            .apiEndPoint(apiUrl)
            .connectTimeout(timeout)
            .writeTimeout(timeout)
            .readTimeout(timeout)
            .maxRequests(CALLS_AT_ONCE)
            .maxRequestsPerHost(CALLS_AT_ONCE)
            .setEventListener(new OneRequest())
            .build();
  }

  /** Pushes all items as text messages in one request, whose repeats LINE recognises. */
  CompletableFuture<PushMessageResponse> push(Dispatch dispatch) {
    PushMessageRequest request =
        new PushMessageRequest.Builder(dispatch.recipient().value(), messages(dispatch)).build();
    return ended(client.pushMessage(dispatch.retryKey(), request), unspeakable(dispatch, token));
  }

  /**
   * Sends all items as a reply; at most one request leaves. It has no retry key: LINE refuses a
   * reply that has one.
   */
  CompletableFuture<ReplyMessageResponse> reply(Dispatch dispatch, String replyToken) {
    ReplyMessageRequest request =
        new ReplyMessageRequest.Builder(replyToken, messages(dispatch)).build();
    List<String> unspeakable = unspeakable(dispatch, token);
    unspeakable.add(replyToken);
    return ended(client.replyMessage(request), unspeakable);
  }

  private static List<Message> messages(Dispatch dispatch) {
    return dispatch.items().stream().<Message>map(item -> new TextMessage(item.text())).toList();
  }

  private static List<String> unspeakable(Dispatch dispatch, String token) {
    List<String> unspeakable = new ArrayList<>(List.of(token));
    dispatch.items().forEach(item -> unspeakable.add(item.text()));
    return unspeakable;
  }

  /** The month's limit. */
  CompletableFuture<MessageQuotaResponse> quota() {
    return ended(client.getMessageQuota(), List.of(token));
  }

  /** What of it is used. */
  CompletableFuture<QuotaConsumptionResponse> consumption() {
    return ended(client.getMessageQuotaConsumption(), List.of(token));
  }

  CompletableFuture<BotInfoResponse> info() {
    return ended(client.getBotInfo(), List.of(token));
  }

  CompletableFuture<@Nullable Void> setWebhook(URI url) {
    return ended(
        client.setWebhookEndpoint(new SetWebhookEndpointRequest.Builder(url).build()),
        List.of(token));
  }

  CompletableFuture<TestWebhookEndpointResponse> testWebhook(URI url) {
    return ended(
        client.testWebhookEndpoint(new TestWebhookEndpointRequest.Builder().endpoint(url).build()),
        List.of(token));
  }

  CompletableFuture<UserProfileResponse> profile(String userId) {
    return ended(client.getProfile(userId), List.of(token));
  }

  private <T> CompletableFuture<T> ended(
      CompletableFuture<Result<T>> call, List<String> unspeakable) {
    CompletableFuture<T> end = new CompletableFuture<>();
    CompletableFuture<?> unusedCancel =
        end.whenComplete(
            (body, thrown) -> {
              if (end.isCancelled()) {
                call.cancel(true);
              }
            });
    CompletableFuture<?> unusedAnswer =
        call.orTimeout(whole.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete(
                (result, thrown) -> {
                  if (thrown == null) {
                    end.complete(result.body());
                    return;
                  }
                  if (thrown instanceof TimeoutException) {
                    call.cancel(true);
                  }
                  end.completeExceptionally(LineFailure.of(thrown, unspeakable));
                });
    return end;
  }
}
