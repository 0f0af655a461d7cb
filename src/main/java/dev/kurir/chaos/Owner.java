package dev.kurir.chaos;

import dev.kurir.sandbox.LineBot;
import dev.kurir.sandbox.LineUser;

/** An owner in front of LINE, paired with their bot. */
record Owner(String username, LineUser user, LineBot bot) {
  String chat() {
    return user.userId();
  }

  String says(String text) {
    return user.says(bot, text);
  }
}
