/** The messenger's client: the protocol without a terminal, a terminal, and lines for scripts. */
@NullMarked
package dev.kurir.chat;

import org.jspecify.annotations.NullMarked;
