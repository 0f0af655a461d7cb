/**
 * The outbox: messages that go out, in order within a conversation, each settled in exactly one end
 * state.
 *
 * <pre>
 * pending ──sent──▶ delivered
 *    │ ▲
 *    │ └─ due ─ waiting ◀─ retry later
 *    ├──refused, gave up──▶ dead ──/retry──▶ a new message
 *    └──nobody can know───▶ uncertain ──/retry──▶ a new message
 * </pre>
 */
@NullMarked
package dev.kurir.outbox;

import org.jspecify.annotations.NullMarked;
