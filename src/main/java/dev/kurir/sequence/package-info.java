/**
 * Mailbox numbers: every mailbox counts what it receives, in order, from segments held in memory.
 */
@NullMarked
package dev.kurir.sequence;

import org.jspecify.annotations.NullMarked;
