/**
 * LINE: webhooks in, replies and pushes out, on the official SDK (Messaging API,
 * developers.line.biz).
 */
@NullMarked
package dev.kurir.network.line;

import org.jspecify.annotations.NullMarked;
