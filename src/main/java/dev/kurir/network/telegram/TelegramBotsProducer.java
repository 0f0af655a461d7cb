package dev.kurir.network.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kurir.message.Dispatch;
import dev.kurir.message.InvalidFieldException;
import dev.kurir.message.Outcome;
import dev.kurir.message.Outcome.Scope;
import dev.kurir.network.SendFailedException;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.component.telegram.TelegramConstants;
import org.apache.camel.component.telegram.model.OutgoingMessage;
import org.apache.camel.component.telegram.model.OutgoingTextMessage;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a {@code Dispatch} by its bot and leaves the {@code Outcome} as the body; or, where the
 * endpoint has a token, a String or Camel's {@code OutgoingTextMessage}, and leaves the body as it
 * was.
 *
 * <p>What was not delivered is a {@link SendFailedException} on the exchange: no next step runs, a
 * {@code doTry} catches it, and it holds neither token nor text. Holds no thread while Telegram
 * answers. Thread-safe.
 */
final class TelegramBotsProducer extends DefaultAsyncProducer {
  private final TelegramNetwork network;
  private final @Nullable TelegramSender own;

  /** How a send ended, and why in one line. */
  private record Ending(Outcome outcome, String reason) {}

  TelegramBotsProducer(
      TelegramBotsEndpoint endpoint, TelegramNetwork network, @Nullable TelegramSender own) {
    super(endpoint);
    this.network = network;
    this.own = own;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    Object body = exchange.getMessage().getBody();
    CompletableFuture<Ending> ending;
    try {
      ending = body instanceof Dispatch dispatch ? send(dispatch) : sendOwn(exchange);
    } catch (SendFailedException | RuntimeException e) {
      exchange.setException(e);
      callback.done(true);
      return true;
    }
    var unused =
        ending.handle(
            (end, failure) -> {
              if (failure != null) {
                exchange.setException(failure);
              } else if (!(end.outcome() instanceof Outcome.Delivered)) {
                exchange.setException(new SendFailedException(end.outcome(), end.reason()));
              } else if (body instanceof Dispatch) {
                exchange.getMessage().setBody(end.outcome());
              }
              callback.done(false);
              return null;
            });
    return false;
  }

  private CompletableFuture<Ending> send(Dispatch dispatch) throws SendFailedException {
    if (dispatch.items().size() != 1) {
      throw new InvalidFieldException(
          "items", String.valueOf(dispatch.items().size()), "1, as the capabilities say");
    }
    if (dispatch.repeated()) {
      String reason = "an earlier attempt may have reached Telegram, which cannot tell";
      throw new SendFailedException(new Outcome.Uncertain(reason), reason);
    }
    TelegramSession session = network.sessions().find(dispatch.bot());
    if (session == null || !session.holds()) {
      String reason = "bot " + dispatch.bot() + " is not open here";
      throw new SendFailedException(new Outcome.RetryLater(null, Scope.BOT, reason), reason);
    }
    String chat = dispatch.recipient().value();
    return session
        .send(TelegramSender.message(chat, dispatch.items().get(0).text()))
        .thenApply(answer -> new Ending(session.outcome(chat, answer), answer.reason()));
  }

  private CompletableFuture<Ending> sendOwn(Exchange exchange) {
    OutgoingMessage outgoing =
        own == null ? null : exchange.getMessage().getBody(OutgoingMessage.class);
    if (own == null || !(outgoing instanceof OutgoingTextMessage text)) {
      throw new InvalidFieldException(
          "body",
          String.valueOf(exchange.getMessage().getBody() == null ? "none" : "of another kind"),
          "a Dispatch; or, with authorizationToken, a String or an OutgoingTextMessage");
    }
    return own.send(arguments(chat(exchange, text), text))
        .thenApply(answer -> new Ending(answer.outcome(Scope.BOT), answer.reason()));
  }

  private String chat(Exchange exchange, OutgoingTextMessage text) {
    String header =
        exchange.getMessage().getHeader(TelegramConstants.TELEGRAM_CHAT_ID, String.class);
    String option = ((TelegramBotsEndpoint) getEndpoint()).getConfiguration().getChatId();
    String chat = text.getChatId() != null ? text.getChatId() : header != null ? header : option;
    if (chat == null || chat.isBlank()) {
      throw new InvalidFieldException(
          TelegramConstants.TELEGRAM_CHAT_ID, "missing", "a chat id as header or option chatId");
    }
    return chat;
  }

  private static ObjectNode arguments(String chat, OutgoingTextMessage message) {
    ObjectNode arguments = TelegramSender.message(chat, message.getText());
    if (message.getParseMode() != null) {
      arguments.put("parse_mode", message.getParseMode());
    }
    if (message.getDisableNotification() != null) {
      arguments.put("disable_notification", message.getDisableNotification());
    }
    if (message.getDisableWebPagePreview() != null) {
      arguments
          .putObject("link_preview_options")
          .put("is_disabled", message.getDisableWebPagePreview());
    }
    if (message.getReplyToMessageId() != null) {
      arguments
          .putObject("reply_parameters")
          .put("message_id", message.getReplyToMessageId())
          .put("allow_sending_without_reply", true);
    }
    if (message.getReplyMarkup() != null) {
      arguments.set("reply_markup", TelegramApi.JSON.valueToTree(message.getReplyMarkup()));
    }
    return arguments;
  }
}
