/**
 * Mapping engines: from inbox messages to outbox messages, a lane at a time.
 *
 * <p>What a partner writes becomes a message in the owner's master chat; what the owner writes
 * there becomes a message to the partner that it names or quotes, or the answer to a command.
 */
@NullMarked
package dev.kurir.mapping;

import org.jspecify.annotations.NullMarked;
