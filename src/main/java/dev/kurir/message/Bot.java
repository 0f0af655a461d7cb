package dev.kurir.message;

/**
 * An owner's account on a network.
 *
 * @param account the name the network knows it by: a user id, a user name or a bare JID; unique
 *     within the network
 * @param webhookKey the unguessable last part of the path that the network calls, made by Kurir
 */
public record Bot(
    BotId id,
    OwnerId owner,
    NetworkName network,
    Role role,
    String account,
    Credentials credentials,
    String webhookKey) {

  public Bot {
    Rules.text("account", account, 255);
    Rules.text("webhook key", webhookKey, 64);
  }

  /** The path that the network calls: {@code /webhook/<network>/<key>}. */
  public String webhookPath() {
    return "/webhook/" + network + "/" + webhookKey;
  }

  /** Names the bot in logs: no credentials and no key. */
  @Override
  public String toString() {
    return network + " bot " + id + " (" + account + ")";
  }
}
