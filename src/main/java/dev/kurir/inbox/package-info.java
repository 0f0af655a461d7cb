/** From the journal into the inbox tables: every message once. */
@NullMarked
package dev.kurir.inbox;

import org.jspecify.annotations.NullMarked;
