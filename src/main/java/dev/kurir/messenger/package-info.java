/** The messenger's service: its users, their sessions, their mailboxes, and what they may ask. */
@NullMarked
package dev.kurir.messenger;

import org.jspecify.annotations.NullMarked;
