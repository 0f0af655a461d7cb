/** Telegram by its Bot API: one consumer and one producer serve all bots. */
@NullMarked
package dev.kurir.network.telegram;

import org.jspecify.annotations.NullMarked;
