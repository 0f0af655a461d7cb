/** Owners, their bots and contacts, and the registration of a bot with its network. */
@NullMarked
package dev.kurir.owner;

import org.jspecify.annotations.NullMarked;
